package org.relock.lockd.locks;

/** What comes of asking for a lock, or of testing for one. */
public sealed interface LockOutcome {

    /** The owner holds the bytes now; of a test, it could. */
    record Granted() implements LockOutcome {
        /** The one value there is. */
        public static final Granted INSTANCE = new Granted();
    }

    /**
     * Somebody else is in the way.
     *
     * @param holder of all that are, the one whose lock starts first; reservations of offers count
     */
    record Denied(Lock holder) implements LockOutcome {}

    /**
     * The request waits.
     *
     * @param wish its number, under which it will be offered
     */
    record Waiting(long wish) implements LockOutcome {}

    /** Only reclaims are granted now; of a reclaim: there is no grace, so nothing to reclaim in. */
    record InGrace() implements LockOutcome {
        /** The one value there is. */
        public static final InGrace INSTANCE = new InGrace();
    }

    /** A reclaim of what, as far as was recorded, this owner did not hold. */
    record NotHeldBefore() implements LockOutcome {
        /** The one value there is. */
        public static final NotHeldBefore INSTANCE = new NotHeldBefore();
    }

    /** To wait would close a circle of owners that wait for each other. */
    record Deadlock() implements LockOutcome {
        /** The one value there is. */
        public static final Deadlock INSTANCE = new Deadlock();
    }

    /** The client has as many as it may. */
    record TooMany() implements LockOutcome {
        /** The one value there is. */
        public static final TooMany INSTANCE = new TooMany();
    }
}
