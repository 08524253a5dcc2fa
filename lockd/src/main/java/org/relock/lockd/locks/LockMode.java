package org.relock.lockd.locks;

/** What a byte-range lock keeps others from. */
public enum LockMode {
    /** Shared: others may read-lock the same bytes. */
    READ,
    /** Exclusive. */
    WRITE;

    /** Whether locks of these modes by different owners exclude each other. */
    public boolean conflictsWith(LockMode other) {
        return this == WRITE || other == WRITE;
    }
}
