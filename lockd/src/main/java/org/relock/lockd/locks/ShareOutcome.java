package org.relock.lockd.locks;

/** What comes of asking for a share reservation. */
public enum ShareOutcome {
    /** The owner's reservation is the one asked for. */
    GRANTED,
    /** Another owner's is in the way; the owner's own, if any, is as it was. */
    DENIED,
    /** As {@link LockOutcome.InGrace}. */
    IN_GRACE,
    /** As {@link LockOutcome.NotHeldBefore}. */
    NOT_HELD_BEFORE,
    /** As {@link LockOutcome.TooMany}. */
    TOO_MANY
}
