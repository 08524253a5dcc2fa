package org.relock.lockd.export;

import java.util.Objects;
import org.relock.lockd.vfs.FileId;

/**
 * What a handle of ours says once its signature was found good.
 *
 * @param export the export it was given out for ({@link Export#id})
 * @param file the file in there
 */
public record FileHandle(int export, FileId file) {

    /** Checks that nothing is missing. */
    public FileHandle {
        Objects.requireNonNull(file, "file");
    }
}
