package org.relock.lockd.locks;

import java.util.Objects;

/**
 * An edge of the graph of who waits for whom.
 *
 * @param wish the wish that waits
 * @param waiter its owner
 * @param blocker another owner, who is in its way
 * @param reason by what
 */
public record WaitsFor(long wish, LockOwner waiter, LockOwner blocker, Reason reason) {

    /** What is in the way of a wish. */
    public enum Reason {
        /** A lock that is held. */
        HELD,
        /** Bytes that are kept for somebody who has been offered them. */
        OFFERED,
        /** An earlier wish that still waits: it has the first turn. */
        TURN
    }

    /** Checks that nothing is missing. */
    public WaitsFor {
        Objects.requireNonNull(waiter, "waiter");
        Objects.requireNonNull(blocker, "blocker");
        Objects.requireNonNull(reason, "reason");
    }
}
