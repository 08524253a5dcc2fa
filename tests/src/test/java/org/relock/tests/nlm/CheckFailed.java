package org.relock.tests.nlm;

/** The server did not do what a check expects; the message says what it did. */
final class CheckFailed extends AssertionError {

    private static final long serialVersionUID = 1;

    CheckFailed(String message) {
        super(message);
    }
}
