package org.relock.tests.nlm;

/** A check cannot be made of this server from here; the message says why. */
final class CheckSkipped extends RuntimeException {

    private static final long serialVersionUID = 1;

    CheckSkipped(String message) {
        super(message);
    }
}
