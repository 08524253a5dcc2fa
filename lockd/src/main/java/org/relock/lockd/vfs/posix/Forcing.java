package org.relock.lockd.vfs.posix;

import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileType;

/** Puts names and attributes on the disk, where that is wanted. */
final class Forcing {

    private final Tree tree;
    private final boolean wanted;

    Forcing(Tree tree, boolean wanted) {
        this.tree = tree;
        this.wanted = wanted && !tree.inMemory;
    }

    /** Forces the names in a directory, and with them what they were given to. */
    void directory(Scratch scratch, OpenFile directory) throws FileException {
        if (wanted) {
            Errno.check(Kernel.fsync(directory.reading(scratch)));
        }
    }

    /** Forces a file's attributes. */
    void file(Scratch scratch, OpenFile file) throws FileException {
        if (!wanted) {
            return;
        }
        if (file.type == FileType.REGULAR || file.type == FileType.DIRECTORY) {
            int forced = Kernel.fsync(file.forcing(scratch));
            if (forced < 0) {
                tree.lost();
                throw Errno.failure(forced);
            }
        } else {
            // There is no descriptor for this one that could be forced.
            Errno.check(tree.force(scratch));
        }
    }
}
