package org.relock.lockd.locks;

/**
 * What one client may have in the table, and all together.
 *
 * @param locksPerClient separate ranges held
 * @param wishesPerClient requests that wait
 * @param sharesPerClient share reservations
 * @param locks ranges held by all
 */
public record LockLimits(int locksPerClient, int wishesPerClient, int sharesPerClient, int locks) {

    /** For a daemon, unless its administrator says otherwise. */
    public static final LockLimits STANDARD = new LockLimits(1_000_000, 10_000, 100_000, 5_000_000);

    /** Checks that something may be held. */
    public LockLimits {
        if (locksPerClient < 1 || wishesPerClient < 0 || sharesPerClient < 0 || locks < 1) {
            throw new IllegalArgumentException("a limit below nothing");
        }
    }
}
