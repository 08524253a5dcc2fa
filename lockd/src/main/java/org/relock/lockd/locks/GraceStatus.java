package org.relock.lockd.locks;

import java.time.Duration;
import java.util.List;

/**
 * A grace period that is on.
 *
 * @param scope whom it concerns
 * @param left how long it lasts at most, from now
 * @param awaited the clients that are expected to reclaim and have not finished
 */
public record GraceStatus(GraceScope scope, Duration left, List<ClientId> awaited) {

    /** Copies the list. */
    public GraceStatus {
        awaited = List.copyOf(awaited);
    }
}
