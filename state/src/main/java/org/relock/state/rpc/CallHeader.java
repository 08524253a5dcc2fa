package org.relock.state.rpc;

import java.nio.ByteBuffer;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * What stands before a call's arguments ({@code call_body}, RFC 5531, section 9), as it came:
 * nothing of it is judged yet but the lengths.
 *
 * @param rpcVersion what the caller speaks; if it is not 2 the fields after it are all zero, since
 *     another version may lay them out otherwise
 * @param flavor the credential's
 * @param credential its body, a view of the message; the verifier is read over
 */
record CallHeader(
        int xid,
        int rpcVersion,
        int program,
        int version,
        int procedure,
        int flavor,
        ByteBuffer credential) {

    /** A call with empty credential and verifier and no arguments, in bytes. */
    static final int SHORTEST_CALL = 40;

    /** The version of RPC itself that we speak. */
    static final int RPC_VERSION = 2;

    /** {@code opaque_auth}'s body is at most this long, in bytes. */
    static final int MAX_AUTH_BYTES = 400;

    /** {@code CALL} in {@code msg_type}. */
    static final int CALL = 0;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Returns the same without the view of the message, to be kept longer than that. */
    CallHeader withoutCredential() {
        return new CallHeader(xid, rpcVersion, program, version, procedure, flavor, NOTHING);
    }

    /**
     * Reads a header and leaves {@code message} at the arguments.
     *
     * @throws MalformedXdrException if this is no call, or not a whole one; there is nobody to
     *     answer then
     */
    static CallHeader decode(XdrReader message) throws MalformedXdrException {
        if (message.remaining() < SHORTEST_CALL) {
            throw new MalformedXdrException("too short for a call");
        }
        int xid = message.i32();
        if (message.i32() != CALL) {
            throw new MalformedXdrException("not a call");
        }
        int rpcVersion = message.i32();
        if (rpcVersion != RPC_VERSION) {
            return new CallHeader(xid, rpcVersion, 0, 0, 0, 0, NOTHING);
        }
        int program = message.i32();
        int version = message.i32();
        int procedure = message.i32();
        int flavor = message.i32();
        ByteBuffer credential = message.view(MAX_AUTH_BYTES);
        message.i32();
        message.skip(message.count(MAX_AUTH_BYTES));
        return new CallHeader(xid, rpcVersion, program, version, procedure, flavor, credential);
    }
}
