package org.relock.tests.bench;

import java.nio.ByteBuffer;

/** The bytes of a NULL call with AUTH_NONE (RFC 5531), written without the code under test. */
record NullCall(int program, int version) {

    /** The message alone. */
    static final int BYTES = 40;

    /** Reply: xid, REPLY, MSG_ACCEPTED, AUTH_NONE, SUCCESS. */
    static final int REPLY_BYTES = 24;

    void put(ByteBuffer out, int xid) {
        out.putInt(xid).putInt(0).putInt(2).putInt(program).putInt(version).putInt(0);
        out.putLong(0).putLong(0);
    }

    /** Returns the xid of the reply at {@code in}. */
    static int xid(ByteBuffer in, int length) {
        int at = in.position();
        if (length != REPLY_BYTES || in.getInt(at + 8) != 0 || in.getInt(at + 20) != 0) {
            throw new IllegalStateException("not the answer to NULL");
        }
        return in.getInt(at);
    }
}
