package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.NewNode;
import org.relock.state.xdr.Opaque;

/** MKNOD (RFC 1813, 3.3.11). */
final class MknodCall extends Making<MknodArgs> {

    MknodCall(Reception reception) {
        super(reception);
    }

    @Override
    Named where(MknodArgs arguments) {
        return arguments.where();
    }

    @Override
    Entry make(Place directory, Opaque name, MknodArgs arguments) throws FileException {
        if (arguments.what().isEmpty()) {
            throw new FileException(FileStatus.BADTYPE);
        }
        NewNode what = checked(arguments.what().get());
        return directory.files().make(directory.actor(), directory.file(), name, what);
    }

    private static NewNode checked(NewNode what) throws FileException {
        if (what instanceof NewNode.Device device) {
            return new NewNode.Device(
                    device.type(),
                    device.major(),
                    device.minor(),
                    Sattr3.checked(device.attributes()));
        }
        if (what instanceof NewNode.Special special) {
            return new NewNode.Special(special.type(), Sattr3.checked(special.attributes()));
        }
        throw new IllegalStateException("MKNOD of " + what);
    }
}
