package org.relock.lockd.locks;

/** What programs of this machine let us have. */
public sealed interface LocalAnswer {

    /** No program is in the way. */
    record Free() implements LocalAnswer {
        /** The one value there is. */
        public static final Free INSTANCE = new Free();
    }

    /**
     * A program holds a lock that is in the way.
     *
     * @param mode of the program's lock
     * @param range of the program's lock
     * @param process its number; -1 if the lock is an open file's and no process's
     */
    record Held(LockMode mode, ByteRange range, int process) implements LocalAnswer {}

    /** The machine cannot take the lock: DENIED_NOLOCKS. */
    record NoRoom() implements LocalAnswer {
        /** The one value there is. */
        public static final NoRoom INSTANCE = new NoRoom();
    }
}
