package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.export.Exports;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/** LOOKUP (RFC 1813, 3.3.3). */
final class LookupCall implements Procedure<Named> {

    private final Reception reception;
    private final PublicLookup publicly;

    LookupCall(Exports exports, Reception reception) {
        this.reception = reception;
        publicly = new PublicLookup(exports, reception);
    }

    @Override
    public Reply on(Caller caller, Named arguments) throws FileException {
        Place directory = reception.open(caller, arguments.directory());
        if (Reception.isPublic(arguments.directory())) {
            return publicly.find(caller, directory, arguments.anyName());
        }
        try {
            Entry found =
                    directory.files().lookup(directory.actor(), directory.file(), arguments.name());
            Opaque handle = directory.handle(found.file());
            Optional<Attributes> after = directory.attributes();
            return Reply.ok(
                    xdr -> {
                        xdr.opaque(handle);
                        Fattr3.postOp(Optional.of(found.attributes()), xdr);
                        Fattr3.postOp(after, xdr);
                    });
        } catch (FileException e) {
            return Reply.failed(e.status(), directory.attributes());
        }
    }

    @Override
    public int attributesOfFailure() {
        return 1;
    }
}
