package org.relock.state.os;

import java.io.IOException;

/** A call of the C library that failed; the message names the call and its {@code errno}. */
public final class SystemCallException extends IOException {

    private static final long serialVersionUID = 1;

    SystemCallException(String call, int errno) {
        super(call + ": errno " + errno);
    }

    /** Returns {@code result} unless it is C's -1. */
    static int check(String call, int result) throws SystemCallException {
        if (result == -1) {
            throw new SystemCallException(call, Libc.errno());
        }
        return result;
    }
}
