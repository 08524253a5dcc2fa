package org.relock.lockd.export;

import java.util.List;

/**
 * What shall be exported.
 *
 * @param entries the lines that make sense
 * @param complaints a sentence, with file and line, for each that does not; safe to log
 */
public record ExportList(List<ExportEntry> entries, List<String> complaints) {

    /** Copies the lists. */
    public ExportList {
        entries = List.copyOf(entries);
        complaints = List.copyOf(complaints);
    }
}
