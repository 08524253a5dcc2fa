package org.relock.tests.sim;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** Looks into messages as the simulated machines make them: with AUTH_NONE. */
final class Rpc {

    /** Where the arguments of a call begin. */
    static final int ARGUMENTS = 40;

    private static final int RESULTS = 24;

    private Rpc() {}

    record Call(int xid, int program, int version, int procedure) {}

    /** Returns the head of a call; empty if it is a reply. */
    static Optional<Call> call(byte[] message) {
        ByteBuffer words = ByteBuffer.wrap(message);
        if (message.length < ARGUMENTS || words.getInt(4) != 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Call(words.getInt(0), words.getInt(12), words.getInt(16), words.getInt(20)));
    }

    static XdrReader arguments(byte[] message) {
        return new XdrReader(ByteBuffer.wrap(message, ARGUMENTS, message.length - ARGUMENTS));
    }

    /** Returns the status in a reply that begins with a cookie and a status, else -1. */
    static int stat(byte[] message) {
        if (message.length < RESULTS + 8 || ByteBuffer.wrap(message).getInt(20) != 0) {
            return -1;
        }
        try {
            XdrReader xdr =
                    new XdrReader(ByteBuffer.wrap(message, RESULTS, message.length - RESULTS));
            xdr.opaque(1024);
            return xdr.i32();
        } catch (MalformedXdrException e) {
            return -1;
        }
    }
}
