package org.relock.tests.sim;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrDecoder;
import org.relock.state.xdr.XdrReader;

/** {@code nlm4_testargs}, as GRANTED and GRANTED_MSG bring them. */
record Granted(Opaque cookie, Wire.Claim claim) {

    static XdrDecoder<Granted> decoder(int version) {
        return xdr -> decode(version, xdr);
    }

    private static Granted decode(int version, XdrReader xdr) throws MalformedXdrException {
        Opaque cookie = xdr.opaque(1024);
        boolean exclusive = xdr.bool();
        String name = xdr.string(1024);
        Opaque file = xdr.opaque(64);
        Opaque oh = xdr.opaque(1024);
        int svid = xdr.i32();
        long offset = version == 4 ? xdr.i64() : Integer.toUnsignedLong(xdr.i32());
        long length = version == 4 ? xdr.i64() : Integer.toUnsignedLong(xdr.i32());
        return new Granted(cookie, new Wire.Claim(name, file, oh, svid, offset, length, exclusive));
    }
}
