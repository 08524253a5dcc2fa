package org.relock.state.rpc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The lead of a loop whose leader is busy with something short: it goes on leading afterwards,
 * unless a deputy finds that it takes too long and takes the lead. To change the leader each time
 * takes longer than many a small file takes the disk.
 */
final class HeldLead {

    /** A leader is left alone for so long at least, and for twice that at most, in nanoseconds. */
    static final long PATIENCE_NANOS = 500_000;

    /** Where one task took too long others will, so that many after it are not tried. */
    private static final int NOT_TRIED = 64;

    /** Goes up at the begin of a hold, to an odd number, and at its end. */
    private final AtomicLong turn = new AtomicLong();

    /** How many tasks are not to be tried yet. Belongs to whoever leads. */
    private int wary;

    /** Returns whether the leader may keep the lead while it does its task. For the leader. */
    boolean mayBegin() {
        if (wary > 0) {
            wary--;
            return false;
        }
        return true;
    }

    /**
     * Begins a hold and returns its turn. For the leader, which does nothing that only a leader may
     * do until the end.
     */
    long begin() {
        return turn.incrementAndGet();
    }

    /** Ends the hold of that turn; returns whether its thread still leads. */
    boolean end(long begun) {
        return turn.compareAndSet(begun, begun + 1);
    }

    /** Returns what changes with every begin and end of a hold. From any thread. */
    long turn() {
        return turn.get();
    }

    /** Returns whether it is a hold that {@code turn} speaks of. */
    static boolean isHeld(long turn) {
        return (turn & 1) != 0;
    }

    /**
     * Takes the lead from a leader that has held it since {@code begun}; returns whether the caller
     * leads now.
     */
    boolean take(long begun) {
        if (!isHeld(begun) || !turn.compareAndSet(begun, begun + 1)) {
            return false;
        }
        wary = NOT_TRIED;
        return true;
    }
}
