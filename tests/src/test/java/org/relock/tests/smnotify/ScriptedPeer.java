package org.relock.tests.smnotify;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A peer at one address, with rpcbind at port 111 and statd at port 999, that answers as it is told
 * to and keeps what it hears.
 */
final class ScriptedPeer {

    static final int STATD_PORT = 999;
    private static final int RPCBIND_PORT = 111;
    private static final int FIRST_UNRESERVED = 1024;

    /** How it answers. */
    enum Way {
        WELL,
        /** statd says nothing. */
        SILENT,
        /** rpcbind knows statd for TCP only. */
        TCP_ONLY,
        /** A stranger's address answers in its place. */
        FORGED
    }

    private final String address;
    private final List<String> heard = new ArrayList<>();
    private volatile Way way;
    private String lastBytes = "";

    ScriptedPeer(String address, Way way) throws IOException {
        this.address = address;
        this.way = way;
        udp(RPCBIND_PORT);
        udp(STATD_PORT);
        tcp();
    }

    void become(Way newWay) {
        way = newWay;
    }

    /** Returns what was heard, a line for each notice, and forgets it. */
    synchronized List<String> heard() {
        List<String> lines = List.copyOf(heard);
        heard.clear();
        return lines;
    }

    private void udp(int port) throws IOException {
        DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), port));
        start(
                () -> {
                    byte[] bytes = new byte[4096];
                    while (true) {
                        DatagramPacket call = new DatagramPacket(bytes, bytes.length);
                        socket.receive(call);
                        InetSocketAddress from = (InetSocketAddress) call.getSocketAddress();
                        byte[] reply =
                                answer(ByteBuffer.wrap(bytes, 0, call.getLength()), from, "");
                        if (reply.length > 0) {
                            send(socket, new DatagramPacket(reply, reply.length, from));
                        }
                    }
                });
    }

    private void send(DatagramSocket socket, DatagramPacket reply) throws IOException {
        if (way != Way.FORGED || socket.getLocalPort() == RPCBIND_PORT) {
            socket.send(reply);
            return;
        }
        try (DatagramSocket stranger =
                new DatagramSocket(
                        new InetSocketAddress(InetAddress.getByName("127.9.9.9"), STATD_PORT))) {
            stranger.send(reply);
        }
    }

    private void tcp() throws IOException {
        ServerSocket server = new ServerSocket(STATD_PORT, 50, InetAddress.getByName(address));
        start(
                () -> {
                    while (true) {
                        Socket connection = server.accept();
                        start(() -> serve(connection));
                    }
                });
    }

    private void serve(Socket connection) throws IOException {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            while (true) {
                byte[] call = new byte[in.readInt() & 0x7fffffff];
                in.readFully(call);
                InetSocketAddress from = (InetSocketAddress) connection.getRemoteSocketAddress();
                byte[] reply = answer(ByteBuffer.wrap(call), from, " over TCP");
                out.writeInt(0x80000000 | reply.length);
                out.write(reply);
                out.flush();
            }
        } catch (EOFException e) {
            // The caller has hung up, as it should when it is done.
        }
    }

    /** Returns the reply, or no bytes for silence. */
    private byte[] answer(ByteBuffer call, InetSocketAddress from, String how) {
        ByteBuffer reply = ByteBuffer.allocate(28);
        reply.putInt(call.getInt(0)).putInt(1).putInt(0).putInt(0).putInt(0).putInt(0);
        boolean isNotice = call.getInt(12) == 100024;
        if (isNotice) {
            hear(call, from, how);
            return way == Way.SILENT ? new byte[0] : Arrays.copyOf(reply.array(), 24);
        }
        boolean udp = call.getInt(48) == 17;
        reply.putInt(way == Way.TCP_ONLY && udp ? 0 : STATD_PORT);
        return reply.array();
    }

    private synchronized void hear(ByteBuffer call, InetSocketAddress from, String how) {
        byte[] name = new byte[call.getInt(40)];
        call.position(44).get(name);
        int state = call.getInt(call.limit() - 4);
        String port = from.getPort() < FIRST_UNRESERVED ? "reserved" : "" + from.getPort();
        heard.add(
                new String(name, StandardCharsets.ISO_8859_1)
                        + " "
                        + state
                        + " from "
                        + from.getAddress().getHostAddress()
                        + " "
                        + port
                        + how);
        lastBytes = HexFormat.of().formatHex(call.array(), call.arrayOffset() + 4, call.limit());
    }

    /** Returns the last notice's bytes after the xid, in hex. */
    synchronized String lastBytes() {
        return lastBytes;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException e) {
                                throw new IllegalStateException("a peer has stopped", e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }
}
