package org.relock.lockd.locks;

import java.util.List;

/**
 * What would become of a request, and by whom.
 *
 * @param outcome what {@link LockService#lock} would answer now
 * @param held locks in its way
 * @param offered wishes whose bytes are kept for their owners, in its way
 * @param ahead wishes that wait and that this one would let go first, if it could wait
 * @param deadlock whether to wait would close a circle of owners that wait for each other
 */
public record Explanation(
        LockOutcome outcome,
        List<Lock> held,
        List<Wish> offered,
        List<Wish> ahead,
        boolean deadlock) {

    /** Copies the lists. */
    public Explanation {
        held = List.copyOf(held);
        offered = List.copyOf(offered);
        ahead = List.copyOf(ahead);
    }
}
