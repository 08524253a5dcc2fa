package org.relock.tests.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The ceiling of {@link NfsLoad}: answers every call with as many bytes as an NFSv3 server does,
 * and has no files. {@code NfsEchoMain PORT}.
 */
final class NfsEchoMain {

    /** A call of WRITE or an answer of READ of 1 MiB, and something around. */
    private static final int ROOM = 1 << 22;

    /** Attributes, and wcc_data, of a file. */
    private static final int FILE = 88;

    private static final int CHANGE = 28 + FILE;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(ROOM);
    private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);

    private NfsEchoMain(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

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
                    var unused = new NfsEchoMain(listener.accept(), selector);
                } else {
                    ((NfsEchoMain) key.attachment()).ready();
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private void ready() throws IOException {
        try {
            if (out.position() == 0 && channel.read(in) < 0) {
                throw new EOFException("the caller is done");
            }
            in.flip();
            while (in.remaining() >= 4) {
                int length = in.getInt(in.position()) & 0x7fff_ffff;
                if (in.remaining() < 4 + length || !answer(in.position() + 4, length)) {
                    break;
                }
                in.position(in.position() + 4 + length);
            }
            in.compact();
            out.flip();
            channel.write(out);
            out.compact();
            key.interestOps(out.position() == 0 ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
        } catch (IOException e) {
            // The caller is done.
            channel.close();
        }
    }

    /** Returns false if there is no room for the answer yet. */
    private boolean answer(int at, int length) {
        int data = 0;
        int results =
                switch (in.getInt(at + 20)) {
                    case NfsCall.GETATTR -> 84;
                    case NfsCall.LOOKUP -> 36 + 2 * FILE;
                    case NfsCall.WRITE -> CHANGE + 16;
                    case NfsCall.CREATE -> 40 + FILE + CHANGE;
                    case NfsCall.READ -> {
                        data = in.getInt(at + length - 4);
                        yield FILE + 12;
                    }
                    default -> CHANGE;
                };
        int size = NfsCall.STATUS + 4 + results + data;
        if (out.remaining() < 4 + size) {
            return false;
        }
        int begin = out.position() + 4;
        out.putInt(0x8000_0000 | size).putInt(in.getInt(at)).putInt(1);
        while (out.position() < begin + size - data) {
            out.putInt(0);
        }
        if (data > 0) {
            out.putInt(begin + NfsCall.READ_COUNT, data);
        }
        out.position(begin + size);
        return true;
    }
}
