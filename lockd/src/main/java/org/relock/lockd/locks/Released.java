package org.relock.lockd.locks;

/** How much a release took away. */
public record Released(int locks, int wishes, int shares) {

    /** Nothing. */
    public static final Released NOTHING = new Released(0, 0, 0);

    /** Returns the sum of both. */
    public Released plus(Released other) {
        return new Released(locks + other.locks, wishes + other.wishes, shares + other.shares);
    }

    /** Whether it is nothing at all. */
    public boolean isNothing() {
        return locks == 0 && wishes == 0 && shares == 0;
    }
}
