package org.relock.lockd.export;

import java.util.List;

/**
 * A line of exports(5).
 *
 * @param path the directory: bytes as Latin-1 characters
 * @param rules its clients, in the order they stand there
 * @param where the file and line, for complaints
 */
record ExportEntry(String path, List<ClientRule> rules, String where) {

    /** Copies the list. */
    ExportEntry {
        rules = List.copyOf(rules);
    }
}
