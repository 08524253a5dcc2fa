package org.relock.lockd.nfs3;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/** {@code LINK3args} (RFC 1813, 3.3.15). */
record LinkArgs(Opaque file, Named link) {

    static LinkArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new LinkArgs(Wire.handle(xdr), Named.decode(xdr));
    }
}
