package org.relock.lockd.nfs3;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code READ3args} (RFC 1813, 3.3.6) and {@code COMMIT3args} (3.3.21), which are the same.
 *
 * @param offset unsigned
 * @param count unsigned
 */
record ReadArgs(Opaque file, long offset, int count) {

    static ReadArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new ReadArgs(Wire.handle(xdr), xdr.i64(), xdr.i32());
    }
}
