package org.relock.tests.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One socket of {@link RpcLoad} with a fixed number of calls under way. No two calls have the same
 * xid, as a server may take the second for the first sent again.
 */
abstract class RpcLoadSocket {

    /** When everything has been silent for so long, datagrams must have been lost. */
    static final int LOST_AFTER_MILLIS = 200;

    private static final int LAST_FRAGMENT = 0x8000_0000;

    final NullCall call;
    final long[] sent;
    final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    final ByteBuffer out;

    /** Where its xids begin; they go up from there. */
    private final int first = ThreadLocalRandom.current().nextInt();

    private int calls;

    private RpcLoadSocket(NullCall call, int outstanding) {
        this.call = call;
        this.sent = new long[outstanding];
        this.out = ByteBuffer.allocateDirect((NullCall.BYTES + 4) * outstanding);
    }

    static RpcLoadSocket open(boolean tcp, InetSocketAddress to, NullCall call, int outstanding)
            throws IOException {
        return tcp ? new Tcp(to, call, outstanding) : new Udp(to, call, outstanding);
    }

    /** Returns the place of a call, from 0 to the number under way. */
    final int place(int xid) {
        return Integer.remainderUnsigned(xid - first, sent.length);
    }

    /** Returns a new xid for a place. */
    final int xid(int place) {
        calls++;
        // Fewer calls than there are xids, so that this does not overflow into old ones.
        return first + place + sent.length * (calls / sent.length);
    }

    abstract SelectableChannel channel();

    /** Sends the first calls. */
    abstract void begin() throws IOException;

    /** Takes the replies that are there, calls again for each, and returns how many there were. */
    abstract int answered(Histogram times) throws IOException;

    /** Sends again what must have been lost. */
    abstract void again() throws IOException;

    abstract long lost();

    private static final class Tcp extends RpcLoadSocket {
        private final SocketChannel channel;

        Tcp(InetSocketAddress to, NullCall call, int outstanding) throws IOException {
            super(call, outstanding);
            channel = SocketChannel.open(to);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        @Override
        SelectableChannel channel() {
            return channel;
        }

        @Override
        void begin() throws IOException {
            long now = System.nanoTime();
            for (int i = 0; i < sent.length; i++) {
                call(i, now);
            }
            send();
        }

        private void call(int place, long now) {
            sent[place] = now;
            out.putInt(LAST_FRAGMENT | NullCall.BYTES);
            call.put(out, xid(place));
        }

        private void send() throws IOException {
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            out.clear();
        }

        @Override
        int answered(Histogram times) throws IOException {
            if (channel.read(in) < 0) {
                throw new EOFException();
            }
            in.flip();
            long now = System.nanoTime();
            int count = 0;
            while (in.remaining() >= 4 + NullCall.REPLY_BYTES) {
                int length = in.getInt() & ~LAST_FRAGMENT;
                int place = place(NullCall.xid(in, length));
                in.position(in.position() + length);
                times.add(now - sent[place]);
                call(place, now);
                count++;
            }
            in.compact();
            send();
            return count;
        }

        @Override
        void again() {}

        @Override
        long lost() {
            return 0;
        }
    }

    private static final class Udp extends RpcLoadSocket {
        private final DatagramChannel channel;
        private long lost;

        Udp(InetSocketAddress to, NullCall call, int outstanding) throws IOException {
            super(call, outstanding);
            channel = DatagramChannel.open().connect(to);
        }

        @Override
        SelectableChannel channel() {
            return channel;
        }

        @Override
        void begin() throws IOException {
            for (int i = 0; i < sent.length; i++) {
                call(i, System.nanoTime());
            }
        }

        private void call(int place, long now) throws IOException {
            sent[place] = now;
            out.clear();
            call.put(out, xid(place));
            channel.write(out.flip());
        }

        @Override
        int answered(Histogram times) throws IOException {
            int count = 0;
            while (count < sent.length && channel.read(in.clear()) > 0) {
                in.flip();
                long now = System.nanoTime();
                int place = place(NullCall.xid(in, in.remaining()));
                times.add(now - sent[place]);
                call(place, now);
                count++;
            }
            return count;
        }

        @Override
        void again() throws IOException {
            lost += sent.length;
            begin();
        }

        @Override
        long lost() {
            return lost;
        }
    }
}
