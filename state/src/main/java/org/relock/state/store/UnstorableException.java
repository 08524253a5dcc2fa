package org.relock.state.store;

import java.io.IOException;

/** The record itself cannot be stored, whatever the state of the disk. */
public final class UnstorableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Makes one whose message is safe to log. */
    public UnstorableException(String message) {
        super(message);
    }
}
