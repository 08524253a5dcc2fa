package org.relock.tests.nlm;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * One RPC reply (RFC 5531, section 9).
 *
 * @param low of PROG_MISMATCH
 * @param high of PROG_MISMATCH
 * @param results the bytes behind SUCCESS
 * @param nanos when it came
 */
record Reply(int xid, Outcome outcome, int low, int high, Opaque results, long nanos) {

    enum Outcome {
        SUCCESS,
        PROG_UNAVAIL,
        PROG_MISMATCH,
        PROC_UNAVAIL,
        GARBAGE_ARGS,
        SYSTEM_ERR,
        /** MSG_DENIED: another RPC version, or credentials refused. */
        REFUSED
    }

    static Reply of(byte[] message, int length, long nanos) {
        ByteBuffer in = ByteBuffer.wrap(message, 0, length);
        int xid = in.getInt();
        int type = in.getInt();
        int accepted = in.getInt();
        if (type != 1) {
            throw new IllegalStateException("not a reply, but a message of type " + type);
        }
        if (accepted != 0) {
            return new Reply(xid, Outcome.REFUSED, 0, 0, Opaque.EMPTY, nanos);
        }
        in.getInt();
        in.position(in.position() + Math.addExact(in.getInt(in.position()), 4));
        Outcome outcome = Outcome.values()[in.getInt()];
        int low = outcome == Outcome.PROG_MISMATCH ? in.getInt() : 0;
        int high = outcome == Outcome.PROG_MISMATCH ? in.getInt() : 0;
        Opaque results = Opaque.copyOf(Arrays.copyOfRange(message, in.position(), length));
        return new Reply(xid, outcome, low, high, results, nanos);
    }

    XdrReader reader() {
        if (outcome != Outcome.SUCCESS) {
            throw new CheckFailed("expected results, got " + outcome);
        }
        return new XdrReader(ByteBuffer.wrap(results.toBytes()));
    }
}
