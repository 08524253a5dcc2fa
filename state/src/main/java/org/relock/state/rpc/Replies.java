package org.relock.state.rpc;

import org.relock.state.xdr.XdrWriter;

/** Writes {@code reply_body} up to the results (RFC 5531, section 9). */
final class Replies {

    /** {@code REPLY} in {@code msg_type}. */
    private static final int REPLY = 1;

    private static final int MSG_ACCEPTED = 0;
    private static final int MSG_DENIED = 1;

    private static final int SUCCESS = 0;
    private static final int PROG_UNAVAIL = 1;
    private static final int PROG_MISMATCH = 2;
    private static final int PROC_UNAVAIL = 3;
    private static final int GARBAGE_ARGS = 4;
    private static final int SYSTEM_ERR = 5;

    private static final int RPC_MISMATCH = 0;
    private static final int AUTH_ERROR = 1;

    private Replies() {}

    /** The results are written behind it. */
    static void success(XdrWriter out, int xid) {
        accepted(out, xid, SUCCESS);
    }

    static void programUnavailable(XdrWriter out, int xid) {
        accepted(out, xid, PROG_UNAVAIL);
    }

    static void programMismatch(XdrWriter out, int xid, int low, int high) {
        accepted(out, xid, PROG_MISMATCH);
        out.i32(low).i32(high);
    }

    static void procedureUnavailable(XdrWriter out, int xid) {
        accepted(out, xid, PROC_UNAVAIL);
    }

    static void garbageArguments(XdrWriter out, int xid) {
        accepted(out, xid, GARBAGE_ARGS);
    }

    static void systemError(XdrWriter out, int xid) {
        accepted(out, xid, SYSTEM_ERR);
    }

    static void rpcMismatch(XdrWriter out, int xid) {
        out.i32(xid).i32(REPLY).i32(MSG_DENIED).i32(RPC_MISMATCH);
        out.i32(CallHeader.RPC_VERSION).i32(CallHeader.RPC_VERSION);
    }

    static void authError(XdrWriter out, int xid, Credentials.Refusal why) {
        out.i32(xid).i32(REPLY).i32(MSG_DENIED).i32(AUTH_ERROR).i32(why.number());
    }

    private static void accepted(XdrWriter out, int xid, int status) {
        // The verifier is AUTH_NONE of no length, whatever the call's was.
        out.i32(xid).i32(REPLY).i32(MSG_ACCEPTED).i32(Credentials.NONE).i32(0).i32(status);
    }
}
