package org.relock.lockd.export;

import java.io.IOException;
import org.relock.lockd.vfs.FileSystem;

/** Opens the files below a directory that is exported. */
@FunctionalInterface
public interface FileSystems {

    /**
     * Opens a directory.
     *
     * @param path absolute; bytes as Latin-1 characters
     * @param id the export's number, for what has to be kept of it
     * @param synchronous whether changes are on disk when they are answered ({@code sync})
     * @param subtreeCheck {@code subtree_check}
     * @throws IOException if it is no directory, or cannot be opened
     */
    FileSystem open(String path, int id, boolean synchronous, boolean subtreeCheck)
            throws IOException;
}
