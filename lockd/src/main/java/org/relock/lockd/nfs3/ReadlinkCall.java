package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/** READLINK (RFC 1813, 3.3.5). What the link says is the client's to follow, never ours. */
final class ReadlinkCall implements Procedure<Opaque> {

    private final Reception reception;

    ReadlinkCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, Opaque handle) throws FileException {
        Place place = reception.open(caller, handle);
        try {
            Opaque path = place.files().readLink(place.actor(), place.file());
            Optional<Attributes> after = place.attributes();
            return Reply.ok(
                    xdr -> {
                        Fattr3.postOp(after, xdr);
                        xdr.opaque(path);
                    });
        } catch (FileException e) {
            return Reply.failed(e.status(), place.attributes());
        }
    }

    @Override
    public int attributesOfFailure() {
        return 1;
    }
}
