package org.relock.lockd.nfs3;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code READDIRPLUS3args} (RFC 1813, 3.3.17).
 *
 * @param cookie 0, or that of the last entry seen
 * @param verifier {@code cookieverf3}, as a number
 * @param dircount how much of the answer may be names, cookies and file ids, in bytes, unsigned
 * @param maxcount how long {@code READDIRPLUS3resok} may be, in bytes, unsigned
 */
record ReaddirplusArgs(Opaque directory, long cookie, long verifier, int dircount, int maxcount) {

    static ReaddirplusArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new ReaddirplusArgs(Wire.handle(xdr), xdr.i64(), xdr.i64(), xdr.i32(), xdr.i32());
    }
}
