package org.relock.state.rpcbind;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.relock.state.rpc.ReplyRecords;

/** A connection over a Unix domain socket or TCP, with record marking (RFC 5531, section 11). */
final class StreamWire implements Wire {

    /** The largest reply, in bytes: a table of some thousand entries. */
    private static final int REPLY_LIMIT = 1 << 18;

    private static final int READ_BYTES = 4096;
    private static final int LAST_FRAGMENT = 0x8000_0000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final long deadline;
    private final ReplyRecords records = new ReplyRecords(REPLY_LIMIT);
    private final ByteBuffer in = ByteBuffer.allocate(READ_BYTES).limit(0);

    private StreamWire(SocketChannel channel, Selector selector, long deadline) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
        channel.configureBlocking(false);
        key = channel.register(selector, 0);
    }

    /**
     * Connects.
     *
     * @param deadline a moment of {@link System#nanoTime}
     */
    static StreamWire connect(SocketAddress server, long deadline) throws IOException {
        SocketChannel channel =
                server instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
        try {
            StreamWire wire = new StreamWire(channel, Selector.open(), deadline);
            wire.connect(server);
            return wire;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void connect(SocketAddress server) throws IOException {
        try {
            if (!channel.connect(server)) {
                do {
                    await(SelectionKey.OP_CONNECT);
                } while (!channel.finishConnect());
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        ByteBuffer out =
                ByteBuffer.allocate(4 + message.length)
                        .putInt(LAST_FRAGMENT | message.length)
                        .put(message)
                        .flip();
        while (true) {
            channel.write(out);
            if (!out.hasRemaining()) {
                return;
            }
            await(SelectionKey.OP_WRITE);
        }
    }

    @Override
    public ByteBuffer receive() throws IOException {
        while (true) {
            Optional<ByteBuffer> record = records.next(in);
            if (record.isPresent()) {
                return record.get();
            }
            await(SelectionKey.OP_READ);
            in.clear();
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                throw new EOFException("connection closed by the server");
            }
        }
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        long left = deadline - System.nanoTime();
        if (left <= 0 || selector.select(ready -> {}, left / NANOS_PER_MILLI + 1) == 0) {
            if (deadline - System.nanoTime() <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new SocketTimeoutException("interrupted");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
