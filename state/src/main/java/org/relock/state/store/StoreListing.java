package org.relock.state.store;

import java.util.List;

/**
 * What a reading of the monitor list found.
 *
 * @param records every line that could be read
 * @param problems one sentence for each file or line that could not be read, safe to log; nothing
 *     in it was changed or deleted
 * @param complete false if there may be hosts that {@code records} does not show: an unreadable
 *     directory or file, or a line that is no record. Grace must not be lifted then
 */
public record StoreListing(List<MonitorRecord> records, List<String> problems, boolean complete) {

    /** Copies the lists. */
    public StoreListing {
        records = List.copyOf(records);
        problems = List.copyOf(problems);
    }
}
