package org.relock.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The ceiling: answers each record of the length of a NULL call with a NULL's reply, over TCP, and
 * looks at nothing but the xid. {@code BareEchoMain PORT}.
 */
final class BareEchoMain {

    private static final int CALL = 4 + NullCall.BYTES;

    private static final ByteBuffer IN = ByteBuffer.allocateDirect(1 << 16);
    private static final ByteBuffer OUT = ByteBuffer.allocateDirect(1 << 16);

    private BareEchoMain() {}

    public static void main(String[] args) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(Integer.parseInt(args[0])));
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select(
                    key -> {
                        try {
                            if (key.isAcceptable()) {
                                SocketChannel channel = listener.accept();
                                channel.configureBlocking(false);
                                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                                channel.register(selector, SelectionKey.OP_READ);
                            } else {
                                echo((SocketChannel) key.channel());
                            }
                        } catch (IOException e) {
                            key.cancel();
                        }
                    });
        }
    }

    private static void echo(SocketChannel channel) throws IOException {
        int count = channel.read(IN.clear());
        if (count < 0) {
            channel.close();
            return;
        }
        OUT.clear();
        for (int at = 0; at + CALL <= count; at += CALL) {
            OUT.putInt(0x8000_0000 | NullCall.REPLY_BYTES).putInt(IN.getInt(at + 4));
            OUT.putInt(1).putInt(0).putLong(0).putInt(0);
        }
        channel.write(OUT.flip());
    }
}
