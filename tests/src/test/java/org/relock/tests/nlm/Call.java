package org.relock.tests.nlm;

import java.util.Arrays;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/** One RPC call as bytes (RFC 5531, section 9), with AUTH_SYS or AUTH_NONE credentials. */
record Call(int xid, int program, int version, int procedure, int uid, Opaque arguments) {

    /** As {@code uid}: AUTH_NONE instead of AUTH_SYS. */
    static final int NOBODY = -1;

    static Call of(int xid, int program, int version, int procedure, byte[] arguments) {
        return new Call(xid, program, version, procedure, 0, Opaque.copyOf(arguments));
    }

    byte[] bytes() {
        XdrWriter xdr = new XdrWriter(128);
        xdr.i32(xid).i32(0).i32(2).i32(program).i32(version).i32(procedure);
        if (uid == NOBODY) {
            xdr.i32(0).i32(0);
        } else {
            // AUTH_SYS: stamp, machine name, uid, gid, no further gids.
            xdr.i32(1).i32(28).i32(0).string("raw.test").i32(uid).i32(uid).i32(0);
        }
        xdr.i32(0).i32(0);
        byte[] header = xdr.toBytes();
        // The arguments may be cut anywhere, so they are no XDR to be padded.
        byte[] tail = arguments.toBytes();
        byte[] all = Arrays.copyOf(header, header.length + tail.length);
        System.arraycopy(tail, 0, all, header.length, tail.length);
        return all;
    }
}
