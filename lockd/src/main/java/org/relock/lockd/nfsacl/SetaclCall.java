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

/**
 * SETACL: an ACL of no entries takes away what there is. The kernel keeps mode and ACL in step, and
 * judges who may change them and which make sense.
 */
final class SetaclCall implements Procedure<SetaclArgs> {

    private final Reception reception;

    SetaclCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, SetaclArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        try {
            set(place, arguments);
            Optional<Attributes> after = place.attributes();
            return Reply.ok(xdr -> Fattr3.postOp(after, xdr));
        } catch (FileException e) {
            return Reply.failed(e.status(), place.attributes());
        }
    }

    private static void set(Place place, SetaclArgs arguments) throws FileException {
        place.mayChange();
        int mask = arguments.mask();
        if (!NfsAcl.isMask(mask)) {
            throw new FileException(FileStatus.INVAL);
        }
        boolean isMeant = (mask & NfsAcl.ACL) != 0;
        boolean isDefaultMeant = (mask & NfsAcl.DEFAULT_ACL) != 0;
        // Both are read before one is set.
        PosixAcl acl = isMeant ? arguments.acl().acl() : PosixAcl.NONE;
        PosixAcl ofDefault = isDefaultMeant ? arguments.ofDefault().acl() : PosixAcl.NONE;
        if (isMeant) {
            set(place, acl, false);
        }
        // Other files than directories have no default ACL that could be taken away.
        if (isDefaultMeant && !(ofDefault.isNone() && !isDirectory(place))) {
            set(place, ofDefault, true);
        }
    }

    private static boolean isDirectory(Place place) throws FileException {
        return place.files().attributes(place.file()).type() == FileType.DIRECTORY;
    }

    private static void set(Place place, PosixAcl acl, boolean ofDefault) throws FileException {
        place.files()
                .setAcl(
                        place.actor(),
                        place.file(),
                        ofDefault,
                        acl.isNone() ? Optional.empty() : Optional.of(acl.toKernel()));
    }

    @Override
    public int attributesOfFailure() {
        return 1;
    }
}
