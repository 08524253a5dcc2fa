package org.relock.state.rpc;

import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/** Writes the {@code call_body} of RFC 5531, section 9, with AUTH_NONE on both counts. */
public final class CallEncoding {

    private static final int CALL = 0;
    private static final int RPC_VERSION = 2;
    private static final int AUTH_NONE = 0;
    private static final int USUAL_SIZE = 256;

    private CallEncoding() {}

    /** Returns the message, which starts with {@code xid}; no record mark precedes it. */
    public static byte[] encode(
            int xid, int program, int version, int procedure, XdrEncodable arguments) {
        XdrWriter xdr = new XdrWriter(USUAL_SIZE);
        xdr.i32(xid).i32(CALL).i32(RPC_VERSION).i32(program).i32(version).i32(procedure);
        xdr.i32(AUTH_NONE).i32(0); // the credential: flavour and length
        xdr.i32(AUTH_NONE).i32(0); // the verifier: likewise
        return xdr.value(arguments).toBytes();
    }
}
