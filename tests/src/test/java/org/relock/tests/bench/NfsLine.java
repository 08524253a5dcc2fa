package org.relock.tests.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * One TCP connection of {@link NfsPump}. Calls go out in batches from where they lie, and of
 * replies the heads are looked at and the rest is read and thrown away.
 */
final class NfsLine implements AutoCloseable {

    private static final int ROOM = 1 << 18;

    /** How much of a reply is looked at. */
    private static final int HEAD = NfsCall.READ_COUNT + 4;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final NfsCall[][] slots;
    private final int[] turns;
    private final ByteBuffer in = ByteBuffer.allocateDirect(ROOM);
    private final List<ByteBuffer> out = new ArrayList<>();
    private int xid = (int) System.nanoTime() << 8;
    private int skip;
    private int skipped;
    private boolean ending;
    private int underWay;
    private long answered;

    NfsLine(InetSocketAddress to, Selector selector, NfsCall[][] slots) throws IOException {
        this.slots = slots;
        turns = new int[slots.length];
        channel = SocketChannel.open(to);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void begin() throws IOException {
        for (int slot = 0; slot < slots.length; slot++) {
            send(slot);
        }
        flush();
    }

    /** Sends no more. */
    void end() {
        ending = true;
    }

    int underWay() {
        return underWay;
    }

    long answered() {
        return answered;
    }

    void ready() throws IOException {
        if (key.isReadable()) {
            read();
        }
        flush();
    }

    private void send(int slot) {
        // The slot is in the end of the xid, and a xid is not used twice for long.
        xid += 1 << 5;
        NfsCall[] calls = slots[slot];
        out.add(calls[turns[slot]++ % calls.length].next((xid & ~31) | slot));
        underWay++;
    }

    private void flush() throws IOException {
        if (out.isEmpty()) {
            return;
        }
        channel.write(out.toArray(new ByteBuffer[0]));
        out.removeIf(call -> !call.hasRemaining());
        key.interestOps(SelectionKey.OP_READ | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }

    private void read() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed the connection");
        }
        in.flip();
        while (true) {
            if (skip > 0) {
                int some = Math.min(skip, in.remaining());
                in.position(in.position() + some);
                skip -= some;
                if (skip > 0) {
                    break;
                }
                finished(skipped);
            }
            if (in.remaining() < 4) {
                break;
            }
            int length = in.getInt(in.position()) & 0x7fff_ffff;
            if (in.remaining() < 4 + Math.min(length, HEAD)) {
                break;
            }
            int slot = check(in.position() + 4);
            int some = Math.min(4 + length, in.remaining());
            in.position(in.position() + some);
            if (some == 4 + length) {
                finished(slot);
            } else {
                skip = 4 + length - some;
                skipped = slot;
            }
        }
        in.compact();
    }

    /** Looks at the reply that begins there, and returns whose it is. */
    private int check(int at) {
        int slot = in.getInt(at) & 31;
        NfsCall[] calls = slots[slot];
        int count = calls[(turns[slot] - 1) % calls.length].count;
        if (in.getInt(at + NfsCall.STATUS - 4) != 0 || in.getInt(at + NfsCall.STATUS) != 0) {
            throw new IllegalStateException(
                    "refused with status " + in.getInt(at + NfsCall.STATUS));
        }
        if (count > 0 && in.getInt(at + NfsCall.READ_COUNT) != count) {
            throw new IllegalStateException("a READ has brought less than was asked for");
        }
        return slot;
    }

    private void finished(int slot) {
        answered++;
        underWay--;
        if (!ending) {
            send(slot);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
