package org.relock.lockd.locks;

/**
 * A client of any protocol. The number is given out by whoever registers clients, never twice, and
 * means the same client after a restart.
 */
public record ClientId(long number) {

    // Written out, because what a record has by itself is made at run time, which costs a daemon's
    // start 20 ms for the first one.
    @Override
    public boolean equals(Object other) {
        return other instanceof ClientId that && number == that.number;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
