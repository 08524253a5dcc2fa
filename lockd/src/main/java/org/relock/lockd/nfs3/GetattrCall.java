package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/** GETATTR (RFC 1813, 3.3.1). */
final class GetattrCall implements Procedure<Opaque> {

    private final Reception reception;

    GetattrCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Optional<Reply> now(Caller caller, Opaque handle) throws FileException {
        Place place = reception.open(caller, handle);
        return place.files().attributesNow(place.file()).map(GetattrCall::reply);
    }

    @Override
    public Reply on(Caller caller, Opaque handle) throws FileException {
        Place place = reception.open(caller, handle);
        return reply(place.files().attributes(place.file()));
    }

    private static Reply reply(Attributes attributes) {
        return Reply.ok(xdr -> Fattr3.encode(attributes, xdr));
    }

    @Override
    public int attributesOfFailure() {
        return 0;
    }
}
