package org.relock.lockd.hosts;

import java.time.Duration;
import java.util.Objects;

/**
 * How clients are watched.
 *
 * @param required whether a client that cannot be watched is refused its lock; else it gets it, an
 *     alarm is given, and monitoring is caught up as soon as possible
 * @param byCallerName whether a client is watched under the name it gives itself, if that is a well
 *     formed host name, and not under its address
 * @param idle how long a client without locks is still watched
 */
public record MonitorPolicy(boolean required, boolean byCallerName, Duration idle) {

    /** Checks that nothing is missing. */
    public MonitorPolicy {
        Objects.requireNonNull(idle, "idle");
    }
}
