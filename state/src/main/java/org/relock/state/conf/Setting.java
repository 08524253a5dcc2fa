package org.relock.state.conf;

import java.nio.file.Path;

/**
 * One assignment.
 *
 * @param value what was assigned, without quotes, comment and surrounding blanks
 * @param file where
 * @param line the line's number, from 1
 */
record Setting(String value, Path file, int line) {

    /** Returns where it stands, as {@code FILE:LINE}. */
    String origin() {
        return file + ":" + line;
    }
}
