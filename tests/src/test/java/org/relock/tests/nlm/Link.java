package org.relock.tests.nlm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The calling end of a conversation: one socket, from an address of the caller's choice. */
abstract sealed class Link implements AutoCloseable {

    private static final int LONGEST_DATAGRAM = 65_535;
    private static final int FIRST_RESERVED = 600;
    private static final int LAST_RESERVED = 1_000;

    private final Inbox<Reply> replies = new Inbox<>();
    private volatile boolean over;
    private Thread reading = Thread.currentThread();

    private Link() {}

    /**
     * Opens one.
     *
     * @param from address and port, 0 for any
     */
    static Link open(Transport transport, InetSocketAddress from, InetSocketAddress to) {
        try {
            Link link = transport == Transport.TCP ? new Tcp(from, to) : new Udp(from, to);
            link.reading = Threads.start("replies to " + from, link::readAll);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(transport + " from " + from + " to " + to, e);
        }
    }

    static Link open(Transport transport, InetAddress from, InetSocketAddress to) {
        return open(transport, new InetSocketAddress(from, 0), to);
    }

    /** Opens one from a port that only root may use. One that somebody has is passed over. */
    static Link openReserved(Transport transport, InetAddress from, InetSocketAddress to) {
        int ports = LAST_RESERVED - FIRST_RESERVED + 1;
        int start = ThreadLocalRandom.current().nextInt(ports);
        for (int i = 0; ; i++) {
            int port = FIRST_RESERVED + (start + i) % ports;
            try {
                return open(transport, new InetSocketAddress(from, port), to);
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof BindException) || i == ports) {
                    throw e;
                }
            }
        }
    }

    /** Sends one message. */
    abstract void send(byte[] message);

    abstract int port();

    /** Waits for the next message and hands it on. */
    abstract void readOne() throws IOException;

    abstract void closeSocket();

    /** Returns once the socket is closed: only then is its port free. */
    @Override
    public void close() {
        closeSocket();
        try {
            reading.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a call and waits for its reply. */
    Optional<Reply> ask(Call call, Duration patience) {
        send(call.bytes());
        return reply(call.xid(), patience);
    }

    Optional<Reply> reply(int xid, Duration patience) {
        return replies.take(reply -> reply.xid() == xid, patience);
    }

    /** Whether the server has closed the connection. */
    boolean over() {
        return over;
    }

    final void arrived(byte[] message, int length) {
        replies.put(Reply.of(message, length, System.nanoTime()));
    }

    private void readAll() {
        try {
            while (true) {
                readOne();
            }
        } catch (IOException e) {
            // Closed by either side; who waits for a reply waits in vain.
            over = true;
        }
    }

    private static final class Tcp extends Link {
        private final Socket socket = new Socket();
        private final InputStream in;

        Tcp(InetSocketAddress from, InetSocketAddress to) throws IOException {
            socket.setReuseAddress(true);
            if (from.getPort() != 0) {
                // The same port is used again at once, so none may linger.
                socket.setSoLinger(true, 0);
            }
            socket.bind(from);
            socket.setTcpNoDelay(true);
            socket.connect(to, 10_000);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        @Override
        void send(byte[] message) {
            try {
                Records.write(socket, message);
            } catch (IOException e) {
                throw new CheckFailed("the server closed the connection: " + e.getMessage());
            }
        }

        @Override
        int port() {
            return socket.getLocalPort();
        }

        @Override
        void readOne() throws IOException {
            byte[] record = Records.read(in);
            arrived(record, record.length);
        }

        @Override
        void closeSocket() {
            Threads.close(socket);
        }
    }

    private static final class Udp extends Link {
        private final DatagramSocket socket;
        private final DatagramPacket in =
                new DatagramPacket(new byte[LONGEST_DATAGRAM], LONGEST_DATAGRAM);

        Udp(InetSocketAddress from, InetSocketAddress to) throws IOException {
            socket = new DatagramSocket(from);
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 22);
            socket.connect(to);
        }

        @Override
        void send(byte[] message) {
            try {
                socket.send(new DatagramPacket(message, message.length));
            } catch (IOException e) {
                throw new CheckFailed("cannot send to the server: " + e.getMessage());
            }
        }

        @Override
        int port() {
            return socket.getLocalPort();
        }

        @Override
        void readOne() throws IOException {
            in.setLength(LONGEST_DATAGRAM);
            socket.receive(in);
            arrived(in.getData(), in.getLength());
        }

        @Override
        void closeSocket() {
            socket.close();
        }
    }
}
