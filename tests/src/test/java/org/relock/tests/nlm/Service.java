package org.relock.tests.nlm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An RPC service of the driver's own on UDP and TCP; it answers what its handler says. */
final class Service implements AutoCloseable {

    /** What is answered: the results, or nothing at all. */
    interface Handler {
        Optional<byte[]> answer(Incoming call);
    }

    /** How an end looks to those who are connected. */
    enum End {
        FIN,
        RST,
        /** Nothing is seen: the sockets stay, but nobody is behind them. */
        SILENCE
    }

    private static final int LONGEST_DATAGRAM = 65_535;

    private final InetAddress address;
    private final Handler handler;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Set<Socket> connected = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile boolean ended;

    /**
     * Serves.
     *
     * @param port 0 for any, not the same on both transports
     */
    Service(InetAddress address, int port, Handler handler) {
        this.address = address;
        this.handler = handler;
        try {
            udp = new DatagramSocket(new InetSocketAddress(address, port));
            udp.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 22);
            tcp = new ServerSocket();
            tcp.setReuseAddress(true);
            tcp.bind(new InetSocketAddress(address, port), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve " + address + " port " + port, e);
        }
        Threads.start("udp " + address, this::serveUdp);
        Threads.start("tcp " + address, this::serveTcp);
    }

    int port(Transport transport) {
        return transport == Transport.UDP ? udp.getLocalPort() : tcp.getLocalPort();
    }

    private void serveUdp() {
        byte[] bytes = new byte[LONGEST_DATAGRAM];
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        try {
            while (true) {
                packet.setLength(bytes.length);
                udp.receive(packet);
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                Incoming call =
                        Incoming.of(Transport.UDP, from, address, bytes, packet.getLength());
                Optional<byte[]> results = answer(call);
                if (results.isPresent()) {
                    byte[] reply = call.reply(results.get());
                    udp.send(new DatagramPacket(reply, reply.length, from));
                }
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                Socket socket = tcp.accept();
                socket.setTcpNoDelay(true);
                connected.add(socket);
                if (ended) {
                    // It came in while we closed the others.
                    Threads.close(socket);
                    return;
                }
                Threads.start("connected to " + address, () -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serve(Socket socket) {
        InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
        try (socket;
                BufferedInputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                byte[] record = Records.read(in);
                Incoming call = Incoming.of(Transport.TCP, from, address, record, record.length);
                Optional<byte[]> results = answer(call);
                if (results.isPresent()) {
                    Records.write(socket, call.reply(results.get()));
                }
            }
        } catch (IOException e) {
            // Closed by either side.
            connected.remove(socket);
        }
    }

    private Optional<byte[]> answer(Incoming call) {
        return silent || ended ? Optional.empty() : handler.answer(call);
    }

    void close(End end) {
        if (end == End.SILENCE) {
            silent = true;
            return;
        }
        ended = true;
        udp.close();
        Threads.close(tcp);
        for (Socket socket : connected) {
            if (end == End.RST) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    // It was closed before; then there is nothing to reset.
                    continue;
                }
            }
            Threads.close(socket);
        }
    }

    @Override
    public void close() {
        close(End.FIN);
    }
}
