package org.relock.lockd.nfsacl;

import java.util.Optional;
import org.relock.lockd.nfs3.Fattr3;
import org.relock.lockd.nfs3.Place;
import org.relock.lockd.nfs3.Procedure;
import org.relock.lockd.nfs3.Reception;
import org.relock.lockd.nfs3.Reply;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileType;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/** GETACL: a file without an ACL has that of its mode, and no default one. */
final class GetaclCall implements Procedure<GetaclArgs> {

    private final Reception reception;

    GetaclCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, GetaclArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        try {
            if (!NfsAcl.isMask(arguments.mask())) {
                throw new FileException(FileStatus.INVAL);
            }
            return reply(place, arguments.mask());
        } catch (FileException e) {
            return Reply.failed(e.status(), place.attributes());
        }
    }

    private static Reply reply(Place place, int mask) throws FileException {
        Attributes file = place.files().attributes(place.file());
        boolean isAsked = (mask & (NfsAcl.ACL | NfsAcl.ACL_COUNT)) != 0;
        boolean isDefaultAsked = (mask & (NfsAcl.DEFAULT_ACL | NfsAcl.DEFAULT_ACL_COUNT)) != 0;
        PosixAcl acl = isAsked ? acl(place, file) : PosixAcl.NONE;
        PosixAcl ofDefault =
                isDefaultAsked && file.type() == FileType.DIRECTORY
                        ? kept(place, true)
                        : PosixAcl.NONE;
        return Reply.ok(
                xdr -> {
                    Fattr3.postOp(Optional.of(file), xdr);
                    xdr.i32(mask);
                    acl.encode(xdr, file, (mask & NfsAcl.ACL) != 0, false);
                    ofDefault.encode(xdr, file, (mask & NfsAcl.DEFAULT_ACL) != 0, true);
                });
    }

    private static PosixAcl acl(Place place, Attributes file) throws FileException {
        PosixAcl kept = kept(place, false);
        return kept.isNone() ? PosixAcl.ofMode(file.mode()) : kept;
    }

    private static PosixAcl kept(Place place, boolean ofDefault) throws FileException {
        Optional<Opaque> kept = place.files().acl(place.actor(), place.file(), ofDefault);
        return kept.isPresent() ? PosixAcl.ofKernel(kept.get()) : PosixAcl.NONE;
    }

    @Override
    public int attributesOfFailure() {
        return 1;
    }
}
