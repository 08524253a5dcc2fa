package org.relock.state.rpcbind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An rpcbind on a Unix socket that is a script: it answers the calls of all connections, in order,
 * with the given bytes, and remembers what it was asked. It knows bytes only.
 */
final class UnixPeer implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final List<String> replies;
    private final List<String> calls = new ArrayList<>();
    private final CompletableFuture<List<String>> done = new CompletableFuture<>();

    /** Listens at {@code socket}. In a reply, {@code XID} stands for the xid of its call. */
    UnixPeer(Path socket, String... replies) throws IOException {
        this.replies = List.of(replies);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "test-rpcbind");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until all replies have been given and returns the calls, without marks and xids. */
    List<String> calls() {
        return done.join();
    }

    private void serve() {
        try {
            while (calls.size() < replies.size()) {
                try (SocketChannel connection = listener.accept()) {
                    converse(connection);
                }
            }
        } catch (IOException e) {
            // Closed by the test, or by the client in the middle of a hostile reply.
        } finally {
            done.complete(List.copyOf(calls));
        }
    }

    private void converse(SocketChannel connection) throws IOException {
        while (calls.size() < replies.size()) {
            byte[] mark = read(connection, 4);
            if (mark.length == 0) {
                return;
            }
            int length = ByteBuffer.wrap(mark).getInt() & 0x7fffffff;
            String hex = HexFormat.of().formatHex(read(connection, length));
            String reply = replies.get(calls.size()).replace("XID", hex.substring(0, 8));
            calls.add(hex.substring(8));
            connection.write(ByteBuffer.wrap(HexFormat.of().parseHex(reply)));
        }
        done.complete(List.copyOf(calls));
        connection.read(ByteBuffer.allocate(1)); // the client ends it
    }

    /** Returns that many bytes, or none if the client has gone. */
    private static byte[] read(SocketChannel connection, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (connection.read(buffer) < 0) {
                return new byte[0];
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
