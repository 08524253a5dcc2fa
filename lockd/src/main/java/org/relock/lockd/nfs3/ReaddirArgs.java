package org.relock.lockd.nfs3;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code READDIR3args} (RFC 1813, 3.3.16).
 *
 * @param cookie 0, or that of the last entry seen
 * @param verifier {@code cookieverf3}, as a number
 * @param count how long {@code READDIR3resok} may be, in bytes, unsigned
 */
record ReaddirArgs(Opaque directory, long cookie, long verifier, int count) {

    static ReaddirArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new ReaddirArgs(Wire.handle(xdr), xdr.i64(), xdr.i64(), xdr.i32());
    }
}
