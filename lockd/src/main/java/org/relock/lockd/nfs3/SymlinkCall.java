package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.NewNode;
import org.relock.state.xdr.Opaque;

/** SYMLINK (RFC 1813, 3.3.10). */
final class SymlinkCall extends Making<SymlinkArgs> {

    SymlinkCall(Reception reception) {
        super(reception);
    }

    @Override
    Named where(SymlinkArgs arguments) {
        return arguments.where();
    }

    @Override
    Entry make(Place directory, Opaque name, SymlinkArgs arguments) throws FileException {
        checkTarget(arguments.target());
        NewNode what =
                new NewNode.SymbolicLink(
                        arguments.target(), Sattr3.checked(arguments.attributes()));
        return directory.files().make(directory.actor(), directory.file(), name, what);
    }

    /** A link says nothing that the kernel's callers could not have it say. */
    private static void checkTarget(Opaque target) throws FileException {
        if (target.length() == 0) {
            throw new FileException(FileStatus.INVAL);
        }
        for (byte one : target.toBytes()) {
            if (one == 0) {
                throw new FileException(FileStatus.INVAL);
            }
        }
    }
}
