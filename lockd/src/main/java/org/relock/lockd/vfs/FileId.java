package org.relock.lockd.vfs;

import java.util.Objects;
import org.relock.state.xdr.Opaque;

/**
 * A file for as long as it exists, whatever it is called and however often we restart. What is in
 * it is the file system's business.
 *
 * @param bytes 1 to {@value #LIMIT} bytes
 */
public record FileId(Opaque bytes) {

    /** The longest id, in bytes; with what goes around it, it fits into NFSv3's 64. */
    public static final int LIMIT = 40;

    /** Checks the length. */
    public FileId {
        Objects.requireNonNull(bytes, "bytes");
        if (bytes.length() == 0 || bytes.length() > LIMIT) {
            throw new IllegalArgumentException("a file id of " + bytes.length() + " bytes");
        }
    }
}
