package org.relock.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Many peers on one machine: each living one is an address of 127/8 whose port 111 answers both as
 * rpcbind and, since that is where it says statd is, as statd. A dead peer has no socket; an
 * unregistered one has an rpcbind that knows no statd. Needs a network namespace of its own.
 */
final class FakePeers implements AutoCloseable {

    /** What becomes of the share of peers that is not well. */
    enum Ill {
        DEAD,
        UNREGISTERED
    }

    static final int PORT = 111;

    private static final int RPCBIND = 100000;
    private static final int STATUS = 100024;
    private static final int REPLY = 1;
    private static final int GETPORT = 3;
    private static final int NOTIFY = 6;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    private final Thread thread = new Thread(this::serve, "peers");
    private final int living;

    private volatile int told;
    private volatile long lastToldNanos;
    private volatile long notices;

    /** One peer with a socket. */
    private static final class Peer {
        final DatagramChannel channel;
        final boolean registered;
        boolean told;

        Peer(DatagramChannel channel, boolean registered) {
            this.channel = channel;
            this.registered = registered;
        }
    }

    /** Makes {@code count} peers, {@code illPercent} of which are ill, evenly spread. */
    FakePeers(int count, int illPercent, Ill ill) throws IOException {
        int well = 0;
        for (int i = 0; i < count; i++) {
            boolean isWell = isWell(i, illPercent);
            if (isWell || ill == Ill.UNREGISTERED) {
                DatagramChannel channel = DatagramChannel.open();
                channel.bind(new InetSocketAddress(address(i), PORT));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Peer(channel, isWell));
            }
            well += isWell ? 1 : 0;
        }
        living = well;
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the address of a peer, by its number. */
    static String address(int number) {
        return "127.1." + number / 250 + "." + (number % 250 + 1);
    }

    private static boolean isWell(int number, int illPercent) {
        return number % 10 >= illPercent / 10;
    }

    /** Returns how many are well. */
    int living() {
        return living;
    }

    /** Returns how many have heard all they should: the short name, or one that is no longer. */
    int told() {
        return told;
    }

    /** Returns when the last of them heard, by {@link System#nanoTime}. */
    long lastToldNanos() {
        return lastToldNanos;
    }

    /** Returns how many notices came in all. */
    long notices() {
        return notices;
    }

    /** Lets them forget what they heard. */
    void reset() {
        for (SelectionKey key : selector.keys()) {
            ((Peer) key.attachment()).told = false;
        }
        told = 0;
        notices = 0;
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> answer((Peer) key.attachment()));
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException e) {
            if (selector.isOpen()) {
                throw new IllegalStateException("the fake peers have stopped", e);
            }
        }
    }

    private void answer(Peer peer) {
        try {
            var from = peer.channel.receive(buffer.clear());
            if (from == null) {
                return;
            }
            buffer.flip();
            int xid = buffer.getInt();
            buffer.position(12);
            int program = buffer.getInt();
            buffer.getInt();
            int procedure = buffer.getInt();
            skipAuth();
            skipAuth();
            int port = -1;
            if (program == STATUS && procedure == NOTIFY) {
                hear(peer);
            } else if (program == RPCBIND && procedure == GETPORT) {
                port = peer.registered ? PORT : 0;
            }
            buffer.clear().putInt(xid).putInt(REPLY).putInt(0).putInt(0).putInt(0).putInt(0);
            if (port >= 0) {
                buffer.putInt(port);
            }
            peer.channel.send(buffer.flip(), from);
        } catch (IOException e) {
            throw new IllegalStateException("a fake peer has stopped", e);
        }
    }

    private void skipAuth() {
        buffer.getInt();
        int length = buffer.getInt();
        buffer.position(buffer.position() + (length + 3 & ~3));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes them
    private void hear(Peer peer) {
        byte[] name = new byte[buffer.getInt()];
        buffer.get(name);
        notices++;
        boolean last = new String(name, StandardCharsets.ISO_8859_1).indexOf('.') < 0;
        if (last && !peer.told) {
            peer.told = true;
            lastToldNanos = System.nanoTime();
            told++;
        }
    }

    /** Says how they are, for a person. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d of %d told, %d notices", told, living, notices);
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
    }
}
