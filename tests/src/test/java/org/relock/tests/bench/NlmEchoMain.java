package org.relock.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/**
 * The ceiling of {@link NlmLoad}: answers every record with GRANTED and looks at nothing but the
 * xid. {@code NlmEchoMain PORT}.
 */
final class NlmEchoMain {

    private NlmEchoMain() {}

    public static void main(String[] args) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(Integer.parseInt(args[0])));
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    new NlmLine(listener.accept(), selector).flush();
                } else {
                    answer((NlmLine) key.attachment());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private static void answer(NlmLine line) throws IOException {
        try {
            line.read(NlmEchoMain::answer);
            line.flush();
        } catch (IOException e) {
            // The caller is done.
            line.close();
        }
    }

    private static void answer(NlmLine line, ByteBuffer record, int at, int length) {
        ByteBuffer out = line.out();
        out.putInt(0x8000_0000 | (NlmCall.STATUS + 4)).putInt(record.getInt(at));
        // REPLY, MSG_ACCEPTED, AUTH_NONE, SUCCESS; cookie; GRANTED.
        out.putInt(1).putInt(0).putLong(0).putInt(0).putInt(4).putInt(0).putInt(0);
    }
}
