package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileSystemNumbers;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/** Tells numbers of a file system: FSSTAT, FSINFO and PATHCONF differ in which. */
abstract class NumbersCall implements Procedure<Opaque> {

    private final Reception reception;

    NumbersCall(Reception reception) {
        this.reception = reception;
    }

    /** Writes what follows the attributes. */
    abstract void encode(Caller caller, FileSystemNumbers numbers, XdrWriter xdr);

    @Override
    public final Reply on(Caller caller, Opaque handle) throws FileException {
        Place place = reception.open(caller, handle);
        try {
            FileSystemNumbers numbers = place.files().numbers(place.file());
            Optional<Attributes> after = place.attributes();
            return Reply.ok(
                    xdr -> {
                        Fattr3.postOp(after, xdr);
                        encode(caller, numbers, xdr);
                    });
        } catch (FileException e) {
            return Reply.failed(e.status(), place.attributes());
        }
    }

    @Override
    public final int attributesOfFailure() {
        return 1;
    }
}
