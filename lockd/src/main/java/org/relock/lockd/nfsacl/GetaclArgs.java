package org.relock.lockd.nfsacl;

import org.relock.lockd.nfs3.Wire;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code GETACL3args}.
 *
 * @param file the handle
 * @param mask what is wanted; may be anything
 */
record GetaclArgs(Opaque file, int mask) {

    static GetaclArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new GetaclArgs(Wire.handle(xdr), xdr.i32());
    }
}
