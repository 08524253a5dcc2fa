package org.relock.lockd.locks;

import java.util.Objects;
import org.relock.state.xdr.Opaque;

/**
 * What the engine calls a file, whoever shows it and by whatever handle.
 *
 * @param fileSystem tells file systems (exports) apart; all files of one can be released together
 * @param name unique within the file system, at most {@value #NAME_LIMIT} bytes
 */
public record FileKey(int fileSystem, Opaque name) {

    /** The longest name, in bytes; an NFSv4 handle fits. */
    public static final int NAME_LIMIT = 128;

    /** Checks the length. */
    public FileKey {
        Objects.requireNonNull(name, "name");
        if (name.length() > NAME_LIMIT) {
            throw new IllegalArgumentException("a file's name of " + name.length() + " bytes");
        }
    }

    // Written out, because what a record has by itself is made at run time, which costs a daemon's
    // start 20 ms for the first one.
    @Override
    public boolean equals(Object other) {
        return other instanceof FileKey that
                && fileSystem == that.fileSystem
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * fileSystem + name.hashCode();
    }
}
