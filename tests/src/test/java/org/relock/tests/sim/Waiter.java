package org.relock.tests.sim;

/** A lock that an application waits for, as its kernel remembers it. */
final class Waiter {

    final Wire.Claim claim;
    final Span span;

    /** Whether it is a wait at all, or only one question. */
    final boolean block;

    /** Whether a LOCK of it is on its way; only then may the wait end. */
    boolean asking;

    /** Whether NM_LOCK is what asks. */
    boolean unmonitored;

    boolean granted;

    /** Which boot of the server's granted it. */
    int grantedBy;

    boolean over;

    /** Tells one wait of this application from the next. */
    int round;

    Waiter(Wire.Claim claim, Span span, boolean block) {
        this.claim = claim;
        this.span = span;
        this.block = block;
    }
}
