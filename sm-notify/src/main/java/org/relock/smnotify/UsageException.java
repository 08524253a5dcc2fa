package org.relock.smnotify;

/** The command line is not one of ours. The message says why, for standard error. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
