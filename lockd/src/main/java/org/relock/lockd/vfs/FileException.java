package org.relock.lockd.vfs;

import java.util.Objects;

/**
 * Something could not be done with a file. An answer rather than an accident, yet an exception,
 * because any of several system calls in a row may bring it; it carries no stack and is cheap.
 */
public final class FileException extends Exception {

    private static final long serialVersionUID = 1;

    private final FileStatus status;

    /** Makes one. */
    public FileException(FileStatus status) {
        super(Objects.requireNonNull(status, "status").name(), null, false, false);
        this.status = status;
    }

    /** Returns what the caller is told. */
    public FileStatus status() {
        return status;
    }
}
