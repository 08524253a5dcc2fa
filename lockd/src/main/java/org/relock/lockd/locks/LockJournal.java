package org.relock.lockd.locks;

/**
 * Hears every change in the order it is made, inside the engine's monitor and before anybody is
 * told of it; must not wait for a disk and must not call back. What it heard, replayed from the
 * start in the same order, gives the same table.
 */
public interface LockJournal {

    /** Keeps nothing. */
    LockJournal NONE =
            new LockJournal() {
                @Override
                public void locked(FileKey file, Lock lock) {}

                @Override
                public void unlocked(FileKey file, LockOwner owner, ByteRange range) {}

                @Override
                public void waits(Wish wish) {}

                @Override
                public void gone(long wish) {}

                @Override
                public void shared(FileKey file, ShareReservation share) {}

                @Override
                public void unshared(FileKey file, LockOwner owner) {}
            };

    /** The owner holds exactly these bytes in this mode now, whatever it held of them before. */
    void locked(FileKey file, Lock lock);

    /** The owner holds none of these bytes now. */
    void unlocked(FileKey file, LockOwner owner, ByteRange range);

    /** A wish is there now, or has another state or memo than before. */
    void waits(Wish wish);

    /** A wish is no longer there. */
    void gone(long wish);

    /** The owner's share reservation on the file is this one now. */
    void shared(FileKey file, ShareReservation share);

    /** The owner has no share reservation on the file now. */
    void unshared(FileKey file, LockOwner owner);

    /** Nothing changes any more: whoever asks the table still is answered by nobody. */
    default void ended() {}
}
