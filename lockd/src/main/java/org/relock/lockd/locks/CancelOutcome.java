package org.relock.lockd.locks;

/** What comes of giving up a wish. */
public enum CancelOutcome {
    /** It is gone, or its offer is; bytes that the owner held before are held still. */
    CANCELLED,
    /** There was none like it. */
    NO_SUCH_WISH,
    /** There is none, and the owner holds exactly that: the grant was confirmed before. */
    ALREADY_HELD
}
