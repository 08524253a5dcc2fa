package org.relock.state.service;

/** The daemon cannot start; the message says why, in an administrator's words. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With a whole sentence. */
    public StartException(String message) {
        super(message);
    }

    /** With a sentence that the cause's own message completes. */
    public StartException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
