package org.relock.state.rpc;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;

/**
 * RPC messages as RFC 5531 spells them, field by field and in hexadecimal, and a client that knows
 * nothing but bytes. Nothing in here uses the encoders under test.
 */
final class Wire {

    /** Only so that a failing test ends; nothing depends on it. */
    static final int PATIENCE_MILLIS = 20_000;

    static final int PROGRAM = 0x20000099;

    static final String AUTH_NONE = "00000000" + "00000000";

    private Wire() {}

    /** A call with AUTH_NONE. */
    static String call(int xid, int program, int version, int procedure, String arguments) {
        return call(xid, program, version, procedure, AUTH_NONE, AUTH_NONE, arguments);
    }

    static String call(
            int xid,
            int program,
            int version,
            int procedure,
            String credential,
            String verifier,
            String arguments) {
        return word(xid)
                + "00000000" // CALL
                + "00000002" // rpcvers
                + word(program)
                + word(version)
                + word(procedure)
                + credential
                + verifier
                + arguments;
    }

    static String nullCall(int xid) {
        return call(xid, PROGRAM, 1, 0, "");
    }

    /** MSG_ACCEPTED with a verifier of AUTH_NONE. */
    static String accepted(int xid, int status, String rest) {
        return word(xid) + "00000001" + "00000000" + AUTH_NONE + word(status) + rest;
    }

    static String success(int xid, String results) {
        return accepted(xid, 0, results);
    }

    /** MSG_DENIED, AUTH_ERROR. */
    static String authError(int xid, int why) {
        return word(xid) + "00000001" + "00000001" + "00000001" + word(why);
    }

    static String word(int value) {
        return HexFormat.of().toHexDigits(value);
    }

    /** One record in one fragment. */
    static String record(String message) {
        return word(0x80000000 | message.length() / 2) + message;
    }

    /** A fragment that is not the record's last. */
    static String fragment(String part) {
        return word(part.length() / 2) + part;
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** A TCP client. */
    static final class Tcp implements AutoCloseable {
        final Socket socket = new Socket();
        private final DataInputStream in;

        Tcp(int port) throws IOException {
            this(port, 0);
        }

        /** With a receive buffer of so many bytes, if not 0. */
        Tcp(int port, int receiveBuffer) throws IOException {
            this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), receiveBuffer);
        }

        Tcp(InetSocketAddress to) throws IOException {
            this(to, 0);
        }

        private Tcp(InetSocketAddress to, int receiveBuffer) throws IOException {
            if (receiveBuffer != 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(to, PATIENCE_MILLIS);
            in = new DataInputStream(socket.getInputStream());
        }

        Tcp send(String hex) throws IOException {
            socket.getOutputStream().write(bytes(hex));
            return this;
        }

        /** Returns the next reply. */
        String reply() throws IOException {
            int mark = in.readInt();
            if (mark >= 0) {
                throw new IOException("more than one fragment");
            }
            byte[] reply = new byte[mark & 0x7fffffff];
            in.readFully(reply);
            return hex(reply);
        }

        String ask(String message) throws IOException {
            return send(record(message)).reply();
        }

        /** Returns whether the server closes the connection without another byte. */
        boolean isClosedByServer() throws IOException {
            try {
                return in.read() < 0;
            } catch (java.net.SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                return true; // Reset: what we sent was not all read.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A UDP client, connected, so that only replies from where it called reach it. */
    static final class Udp implements AutoCloseable {
        final DatagramSocket socket;

        Udp(int port) throws IOException {
            this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        Udp(InetSocketAddress to) throws IOException {
            this(null, to);
        }

        Udp(InetSocketAddress from, InetSocketAddress to) throws IOException {
            socket = new DatagramSocket(null);
            socket.bind(from);
            socket.connect(to);
            socket.setSoTimeout(PATIENCE_MILLIS);
        }

        Udp send(String hex) throws IOException {
            byte[] bytes = bytes(hex);
            socket.send(new DatagramPacket(bytes, bytes.length));
            return this;
        }

        String reply() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(packet);
            return HexFormat.of().formatHex(packet.getData(), 0, packet.getLength());
        }

        String ask(String message) throws IOException {
            return send(message).reply();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
