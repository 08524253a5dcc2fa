package org.relock.lockd.control;

/** A question that is not answered; the message says why, in an administrator's words. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
