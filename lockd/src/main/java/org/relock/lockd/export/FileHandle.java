package org.relock.lockd.export;

import java.util.Objects;
import org.relock.lockd.vfs.FileId;

/**
 * What a handle of ours says once its signature was found good.
 *
 * @param export the export it was given out for ({@link Export#id})
 * @param root what the root of that export was then ({@link Export#rootMark})
 * @param file the file in there
 */
public record FileHandle(int export, long root, FileId file) {

    /** Checks that nothing is missing. */
    public FileHandle {
        Objects.requireNonNull(file, "file");
    }

    /** Returns that of a file in an export. */
    public static FileHandle in(Export export, FileId file) {
        return new FileHandle(export.id(), export.rootMark(), file);
    }
}
