package org.relock.lockd.export;

/** What a file is wanted for. */
public enum Purpose {
    /** To lock it against writers, to ask whether that can be, or to reserve it. */
    SHARED,
    /** To lock it against everybody. */
    EXCLUSIVE,
    /**
     * To give up what is held or waited for: that works for a file that is gone, or that the caller
     * may not reach any more, too, since it would be kept from others for ever.
     */
    RELEASE;

    /** Returns what a lock, or a question about one, is for. */
    public static Purpose ofLock(boolean exclusive) {
        return exclusive ? EXCLUSIVE : SHARED;
    }
}
