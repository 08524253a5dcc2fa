package org.relock.state.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words what a file system's exception says by its class. */
final class Reasons {

    private Reasons() {}

    /** Returns why, without the path and safe to log. */
    static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NotDirectoryException) {
            return "not a directory";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return Printable.of(f.getReason());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : Printable.of(e.getMessage());
    }

    /** Returns an exception that says what failed, where and why. */
    static IOException failed(String what, Object path, IOException e) {
        return new IOException("cannot " + what + " " + path + ": " + of(e), e);
    }
}
