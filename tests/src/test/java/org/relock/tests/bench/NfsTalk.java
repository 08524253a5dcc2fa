package org.relock.tests.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.relock.state.xdr.Opaque;

/** One connection to an NFSv3 server, one call at a time. */
final class NfsTalk implements AutoCloseable {

    private static final int ROOM = 1 << 21;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(ROOM);
    private int xid = (int) System.nanoTime();

    NfsTalk(InetSocketAddress to) throws IOException {
        channel = SocketChannel.open(to);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Makes a call and returns its reply, record mark excluded, from the status of results on. */
    ByteBuffer ask(NfsCall call) throws IOException {
        ByteBuffer out = call.next(++xid);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        in.clear();
        fill(4);
        int length = in.getInt(0) & 0x7fff_ffff;
        fill(4 + length);
        in.flip().position(4 + NfsCall.STATUS);
        if (in.getInt(4) != xid || in.getInt(8) != 1 || in.getInt(12) != 0 || in.getInt(24) != 0) {
            throw new IllegalStateException("the call was not accepted");
        }
        return in;
    }

    private void fill(int size) throws IOException {
        while (in.position() < size) {
            if (channel.read(in) < 0) {
                throw new EOFException("the server closed the connection");
            }
        }
    }

    /** As {@link #ask}; returns what is behind the status, which has to be OK. */
    ByteBuffer done(NfsCall call) throws IOException {
        ByteBuffer results = ask(call);
        int status = results.getInt();
        if (status != 0) {
            throw new IllegalStateException("refused with status " + status);
        }
        return results;
    }

    static Opaque opaque(ByteBuffer from) {
        byte[] value = new byte[from.getInt()];
        from.get(value).position(from.position() + (-value.length & 3));
        return Opaque.copyOf(value);
    }

    /** Mounts a path and returns the handle of its top. */
    static Opaque mount(NfsTarget target) throws IOException {
        try (NfsTalk talk = new NfsTalk(target.mount())) {
            return opaque(talk.done(NfsCall.mount(0, target.path())));
        }
    }

    /** Makes a file or directory unless it is there, and returns its handle. */
    Opaque made(int uid, int procedure, Opaque directory, String name, int mode)
            throws IOException {
        ask(NfsCall.make(uid, procedure, directory, name, mode));
        return opaque(done(NfsCall.named(uid, NfsCall.LOOKUP, directory, name)));
    }

    /** Lists a directory to its end and returns how many entries it has. */
    int list(int uid, Opaque directory, int bytes) throws IOException {
        int entries = 0;
        long cookie = 0;
        long verifier = 0;
        while (true) {
            ByteBuffer from = done(NfsCall.readdirplus(uid, directory, cookie, verifier, bytes));
            skipAttributes(from);
            verifier = from.getLong();
            while (from.getInt() != 0) {
                from.getLong();
                opaque(from);
                cookie = from.getLong();
                skipAttributes(from);
                if (from.getInt() != 0) {
                    opaque(from);
                }
                entries++;
            }
            if (from.getInt() != 0) {
                return entries;
            }
        }
    }

    private static void skipAttributes(ByteBuffer from) {
        if (from.getInt() != 0) {
            from.position(from.position() + 84);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
