package org.relock.statd;

/** The daemon cannot start; the message says why, in an administrator's words. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
