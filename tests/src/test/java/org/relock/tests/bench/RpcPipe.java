package org.relock.tests.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * One TCP connection of a load generator: calls out, replies in, written down byte by byte (RFC
 * 5531) rather than with the code under test.
 */
final class RpcPipe implements AutoCloseable {

    /** Long enough for any answer that a benchmark still wants to count. */
    private static final int PATIENCE_MILLIS = 150_000;

    private static final InetAddress LOCALHOST = localhost();

    private static final int LAST_FRAGMENT = 0x8000_0000;

    /** xid, CALL, RPC 2, program, version, procedure, AUTH_NONE twice. */
    private static final int CALL_HEADER_BYTES = 40;

    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    RpcPipe(int port) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(LOCALHOST, port));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** Queues one call with AUTH_NONE; {@link #flush} sends what is queued. */
    void call(int xid, int program, int version, int procedure, byte[] arguments)
            throws IOException {
        out.writeInt(LAST_FRAGMENT | (CALL_HEADER_BYTES + arguments.length));
        out.writeInt(xid);
        out.writeInt(0);
        out.writeInt(2);
        out.writeInt(program);
        out.writeInt(version);
        out.writeInt(procedure);
        out.writeLong(0);
        out.writeLong(0);
        out.write(arguments);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Whether a reply has begun to arrive. */
    boolean ready() throws IOException {
        return in.available() > 0;
    }

    /** Waits for one reply. */
    Reply reply() throws IOException {
        int mark = in.readInt();
        byte[] record = new byte[mark & ~LAST_FRAGMENT];
        in.readFully(record);
        if (record.length < 24 || (mark & LAST_FRAGMENT) == 0) {
            throw new EOFException("not a whole reply of one fragment");
        }
        return new Reply(ByteBuffer.wrap(record));
    }

    /** Makes one call and waits for its results. */
    Reply ask(int program, int version, int procedure, byte[] arguments) throws IOException {
        call(1, program, version, procedure, arguments);
        flush();
        return reply();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static InetAddress localhost() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An accepted reply: xid, REPLY, MSG_ACCEPTED, AUTH_NONE, status, results. */
    record Reply(ByteBuffer bytes) {

        int xid() {
            return word(0);
        }

        /** Whether the call succeeded (RFC 5531: MSG_ACCEPTED, SUCCESS). */
        boolean succeeded() {
            return word(1) == 1 && word(2) == 0 && word(5) == 0;
        }

        /** Returns a 32-bit word of the results. */
        int result(int index) {
            return word(6 + index);
        }

        private int word(int index) {
            return bytes.getInt(4 * index);
        }
    }
}
