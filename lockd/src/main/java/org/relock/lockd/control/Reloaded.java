package org.relock.lockd.control;

import java.util.List;
import org.relock.lockd.locks.Released;

/**
 * What came of reading the exports files again.
 *
 * @param kept whether the old exports stay, because the new files have faults
 * @param exports how many directories are exported now
 * @param exported how many of them are new
 * @param unexported how many are exported no more
 * @param released what was held in those
 * @param complaints a sentence, with file and line, for each fault and doubt; safe to log
 */
public record Reloaded(
        boolean kept,
        int exports,
        int exported,
        int unexported,
        Released released,
        List<String> complaints) {

    /** Copies the list. */
    public Reloaded {
        complaints = List.copyOf(complaints);
    }
}
