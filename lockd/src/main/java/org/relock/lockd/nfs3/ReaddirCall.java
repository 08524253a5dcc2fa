package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;

/** READDIR (RFC 1813, 3.3.16). */
final class ReaddirCall implements Procedure<ReaddirArgs> {

    private final Reception reception;

    ReaddirCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, ReaddirArgs arguments) throws FileException {
        Place directory = reception.open(caller, arguments.directory());
        long most = Nfs3Limits.transfer(caller.transport());
        Listing listing = Listing.plain(Math.min(Integer.toUnsignedLong(arguments.count()), most));
        return DirectoryCall.read(
                directory, arguments.cookie(), arguments.verifier(), false, listing);
    }

    @Override
    public int attributesOfFailure() {
        return 1;
    }
}
