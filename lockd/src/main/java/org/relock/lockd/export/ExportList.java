package org.relock.lockd.export;

import java.util.List;

/**
 * What shall be exported.
 *
 * @param entries the lines that make sense
 * @param complaints a sentence, with file and line, for each that does not, or that may not mean
 *     what was meant; safe to log
 * @param isFaulty whether something was left out
 */
public record ExportList(List<ExportEntry> entries, List<String> complaints, boolean isFaulty) {

    /** Copies the lists. */
    public ExportList {
        entries = List.copyOf(entries);
        complaints = List.copyOf(complaints);
    }
}
