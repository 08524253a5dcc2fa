package org.relock.lockd.lockctl;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** The line to the daemon: one question, and its answer as it comes. */
final class Line implements AutoCloseable {

    /** How long the daemon may say nothing; a client that is pinged has less. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int BUFFER_BYTES = 65_536;

    private final SocketChannel channel;
    private final Selector selector;

    private Line(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static Line open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
        return new Line(channel, selector);
    }

    void ask(String question) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(question + "\n");
        SelectionKey key = channel.keyFor(selector);
        key.interestOps(SelectionKey.OP_WRITE);
        while (bytes.hasRemaining()) {
            await();
            channel.write(bytes);
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void await() throws IOException {
        selector.selectedKeys().clear();
        if (selector.select(SILENCE.toMillis()) == 0) {
            throw new SocketTimeoutException("rpc.lockd does not answer");
        }
    }

    InputStream answer() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return fill() ? buffer.get() & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (!fill()) {
                    return -1;
                }
                int count = Math.min(length, buffer.remaining());
                buffer.get(into, from, count);
                return count;
            }

            private boolean fill() throws IOException {
                while (!buffer.hasRemaining()) {
                    await();
                    buffer.clear();
                    int read = channel.read(buffer);
                    buffer.flip();
                    if (read < 0) {
                        return false;
                    }
                }
                return true;
            }
        };
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
