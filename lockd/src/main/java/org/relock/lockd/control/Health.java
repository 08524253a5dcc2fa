package org.relock.lockd.control;

import java.util.List;

/**
 * How the daemon is.
 *
 * @param version ours
 * @param uptimeSeconds since the start
 * @param problems a sentence for each thing that is not as it should be; none if all is well
 */
public record Health(String version, long uptimeSeconds, List<String> problems) {

    /** Copies the list. */
    public Health {
        problems = List.copyOf(problems);
    }
}
