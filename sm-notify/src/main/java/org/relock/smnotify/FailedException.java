package org.relock.smnotify;

/** The run ends here, with exit status 1. The message says why, and is safe to log. */
final class FailedException extends Exception {

    private static final long serialVersionUID = 1L;

    FailedException(String message) {
        super(message);
    }
}
