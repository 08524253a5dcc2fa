package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.NewNode;
import org.relock.state.xdr.Opaque;

/** MKDIR (RFC 1813, 3.3.9). */
final class MkdirCall extends Making<MkdirArgs> {

    MkdirCall(Reception reception) {
        super(reception);
    }

    @Override
    Named where(MkdirArgs arguments) {
        return arguments.where();
    }

    @Override
    Entry make(Place directory, Opaque name, MkdirArgs arguments) throws FileException {
        NewNode what = new NewNode.Directory(Sattr3.checked(arguments.attributes()));
        return directory.files().make(directory.actor(), directory.file(), name, what);
    }
}
