package org.relock.lockd.export;

/** Words of exports(5) that make no sense, or ask for what is not supported. */
final class MalformedExportException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Makes one; the message says what is wrong. */
    MalformedExportException(String message) {
        super(message);
    }
}
