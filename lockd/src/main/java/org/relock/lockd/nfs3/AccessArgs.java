package org.relock.lockd.nfs3;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code ACCESS3args} (RFC 1813, 3.3.4).
 *
 * @param wanted bits, of which those that there are not are never granted
 */
record AccessArgs(Opaque file, int wanted) {

    static AccessArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new AccessArgs(Wire.handle(xdr), xdr.i32());
    }
}
