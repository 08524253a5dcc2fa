package org.relock.lockd.lockctl;

/** The daemon did not want to answer; the message is what it said. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
