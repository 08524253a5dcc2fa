package org.relock.state.xdr;

import java.io.IOException;

/** The bytes are not what the protocol says they are. To an RPC caller this is GARBAGE_ARGS. */
public final class MalformedXdrException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Makes one that says what was found and what was allowed, without the bytes themselves. */
    public MalformedXdrException(String message) {
        super(message);
    }

    /** Hostile input is common and its stack of no use, so none is gathered. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
