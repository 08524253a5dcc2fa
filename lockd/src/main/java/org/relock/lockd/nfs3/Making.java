package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;

/**
 * Makes something under a new name; CREATE, MKDIR, SYMLINK and MKNOD (RFC 1813, 3.3.8 to 3.3.11)
 * differ in what it is.
 *
 * @param <A> the arguments
 */
abstract class Making<A> implements Procedure<A> {

    private final Reception reception;

    Making(Reception reception) {
        this.reception = reception;
    }

    /** Returns where the arguments want it made. */
    abstract Named where(A arguments);

    /** Makes it. */
    abstract Entry make(Place directory, Opaque name, A arguments) throws FileException;

    @Override
    public final Reply on(Caller caller, A arguments) throws FileException {
        Named where = where(arguments);
        Place directory = reception.open(caller, where.directory());
        return Change.of(
                directory,
                () -> make(directory, where.name(), arguments),
                (made, wcc) -> results(directory, made, wcc));
    }

    private static XdrEncodable results(Place directory, Entry made, WccData wcc) {
        Opaque handle = directory.handle(made.file());
        return xdr -> {
            // post_op_fh3: the handle is always told.
            xdr.bool(true).opaque(handle);
            Fattr3.postOp(Optional.of(made.attributes()), xdr);
            xdr.value(wcc);
        };
    }

    @Override
    public final int attributesOfFailure() {
        return 2;
    }
}
