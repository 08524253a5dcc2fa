package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.state.xdr.Opaque;

/** CREATE (RFC 1813, 3.3.8). */
final class CreateCall extends Making<CreateArgs> {

    CreateCall(Reception reception) {
        super(reception);
    }

    @Override
    Named where(CreateArgs arguments) {
        return arguments.where();
    }

    @Override
    Entry make(Place directory, Opaque name, CreateArgs arguments) throws FileException {
        CreateMode how = checked(arguments.how());
        return directory.files().create(directory.actor(), directory.file(), name, how);
    }

    private static CreateMode checked(CreateMode how) throws FileException {
        if (how instanceof CreateMode.Unchecked unchecked) {
            return new CreateMode.Unchecked(Sattr3.checked(unchecked.attributes()));
        }
        if (how instanceof CreateMode.Guarded guarded) {
            return new CreateMode.Guarded(Sattr3.checked(guarded.attributes()));
        }
        return how;
    }
}
