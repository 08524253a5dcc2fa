package org.relock.tests.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One TCP connection, calling or called: whole records go out in batches and come in in batches.
 */
final class NlmLine implements AutoCloseable {

    private static final int ROOM = 1 << 20;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(ROOM);
    private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
    private int xid = (int) System.nanoTime() << 8;

    /**
     * Takes what a record holds, mark excluded, from {@code at} on; it must not move the position.
     */
    interface Taker {
        void take(NlmLine line, ByteBuffer record, int at, int length) throws IOException;
    }

    NlmLine(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Connects from an address of this host. */
    static NlmLine open(InetAddress from, InetSocketAddress to, Selector selector)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(from, 0));
        channel.connect(to);
        return new NlmLine(channel, selector);
    }

    /** Returns an xid that this connection has not used for long, with {@code slot} in its end. */
    int nextXid(int slot) {
        xid += 1 << 5;
        return (xid & ~31) | slot;
    }

    ByteBuffer out() {
        return out;
    }

    /** Queues a call and returns its xid. */
    int call(NlmCall call) {
        int next = nextXid(0);
        call.put(out, next);
        return next;
    }

    void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    /** Reads what is there and hands out each whole record. */
    void read(Taker taker) throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed the connection");
        }
        in.flip();
        while (in.remaining() >= 4) {
            int length = in.getInt(in.position()) & 0x7fff_ffff;
            if (in.remaining() < 4 + length) {
                break;
            }
            taker.take(this, in, in.position() + 4, length);
            in.position(in.position() + 4 + length);
        }
        in.compact();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
