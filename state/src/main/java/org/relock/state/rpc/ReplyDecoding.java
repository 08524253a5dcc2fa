package org.relock.state.rpc;

import java.nio.ByteBuffer;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** Reads the {@code reply_body} of RFC 5531, section 9, from a stranger. */
public final class ReplyDecoding {

    private static final int REPLY = 1;
    private static final int MSG_ACCEPTED = 0;
    private static final int MSG_DENIED = 1;

    /** Of a credential or verifier, in bytes (RFC 5531, section 8.2). */
    private static final int AUTH_LIMIT = 400;

    private ReplyDecoding() {}

    /**
     * Reads what follows the xid.
     *
     * @param message stands behind the xid; the results of a success are copied out of it
     * @throws MalformedXdrException if this is no reply, or one with a status there is not
     */
    public static RpcOutcome decode(ByteBuffer message) throws MalformedXdrException {
        XdrReader xdr = new XdrReader(message);
        expect("message type", xdr.i32(), REPLY);
        int status = xdr.i32();
        if (status == MSG_ACCEPTED) {
            return accepted(xdr, message);
        }
        expect("reply status", status, MSG_DENIED);
        return denied(xdr);
    }

    private static RpcOutcome accepted(XdrReader xdr, ByteBuffer message)
            throws MalformedXdrException {
        xdr.i32(); // the verifier's flavour, of which we ask nothing
        xdr.view(AUTH_LIMIT);
        int status = xdr.i32();
        return switch (status) {
            case 0 -> new RpcOutcome.Success(new XdrReader(copy(message)));
            case 1 -> new RpcOutcome.Refused("PROG_UNAVAIL");
            case 2 -> new RpcOutcome.Refused("PROG_MISMATCH" + range(xdr));
            case 3 -> new RpcOutcome.Refused("PROC_UNAVAIL");
            case 4 -> new RpcOutcome.Refused("GARBAGE_ARGS");
            case 5 -> new RpcOutcome.Refused("SYSTEM_ERR");
            default -> throw new MalformedXdrException("accept status " + status);
        };
    }

    private static RpcOutcome denied(XdrReader xdr) throws MalformedXdrException {
        int status = xdr.i32();
        return switch (status) {
            case 0 -> new RpcOutcome.Refused("RPC_MISMATCH" + range(xdr));
            case 1 -> new RpcOutcome.Refused("AUTH_ERROR " + Integer.toUnsignedString(xdr.i32()));
            default -> throw new MalformedXdrException("reject status " + status);
        };
    }

    /** Reads the lowest and highest version that a server has. */
    private static String range(XdrReader xdr) throws MalformedXdrException {
        String low = Integer.toUnsignedString(xdr.i32());
        return " " + low + " to " + Integer.toUnsignedString(xdr.i32());
    }

    private static ByteBuffer copy(ByteBuffer message) {
        byte[] results = new byte[message.remaining()];
        message.get(results);
        return ByteBuffer.wrap(results);
    }

    private static void expect(String what, int found, int wanted) throws MalformedXdrException {
        if (found != wanted) {
            throw new MalformedXdrException(what + " " + found);
        }
    }
}
