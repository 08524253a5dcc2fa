package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;

/** READDIRPLUS (RFC 1813, 3.3.17). */
final class ReaddirplusCall implements Procedure<ReaddirplusArgs> {

    private final Reception reception;

    ReaddirplusCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, ReaddirplusArgs arguments) throws FileException {
        Place directory = reception.open(caller, arguments.directory());
        long most = Nfs3Limits.transfer(caller.transport());
        Listing listing =
                Listing.plus(
                        directory,
                        Math.min(Integer.toUnsignedLong(arguments.maxcount()), most),
                        Integer.toUnsignedLong(arguments.dircount()));
        return DirectoryCall.read(
                directory, arguments.cookie(), arguments.verifier(), true, listing);
    }

    @Override
    public int attributesOfFailure() {
        return 1;
    }
}
