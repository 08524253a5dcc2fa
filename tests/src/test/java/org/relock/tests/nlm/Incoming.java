package org.relock.tests.nlm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * A call that reached one of our services.
 *
 * @param to the address of ours that was called
 * @param nanos when it came
 */
record Incoming(
        Transport transport,
        InetSocketAddress from,
        InetAddress to,
        int xid,
        int program,
        int version,
        int procedure,
        Opaque arguments,
        long nanos) {

    private static final int HEADER = 24;

    static Incoming of(
            Transport transport,
            InetSocketAddress from,
            InetAddress to,
            byte[] message,
            int length) {
        long now = System.nanoTime();
        ByteBuffer in = ByteBuffer.wrap(message, 0, length);
        if (in.getInt(4) != 0 || in.getInt(8) != 2) {
            throw new IllegalArgumentException("not a call of RPC version 2");
        }
        in.position(HEADER);
        for (int i = 0; i < 2; i++) {
            in.getInt();
            int body = in.getInt();
            in.position(in.position() + (body + 3 & ~3));
        }
        return new Incoming(
                transport,
                from,
                to,
                in.getInt(0),
                in.getInt(12),
                in.getInt(16),
                in.getInt(20),
                Opaque.copyOf(Arrays.copyOfRange(message, in.position(), length)),
                now);
    }

    XdrReader reader() {
        return new XdrReader(ByteBuffer.wrap(arguments.toBytes()));
    }

    /** Returns the reply that carries {@code results} with SUCCESS. */
    byte[] reply(byte[] results) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + results.length);
        out.putInt(xid).putInt(1).putInt(0).putLong(0).putInt(0).put(results);
        return out.array();
    }
}
