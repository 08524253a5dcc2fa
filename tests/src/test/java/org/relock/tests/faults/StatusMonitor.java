package org.relock.tests.faults;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmName;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.nsm.StatChange;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** One TCP connection to a status monitor. Calls may be sent before earlier ones are answered. */
final class StatusMonitor implements AutoCloseable {

    /** Only so that a failing test ends. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final int DATAGRAM_PATIENCE_MILLIS = 20;
    private static final int HEADER_WORDS = 10;
    private static final int RESULTS_AT = 24;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private int lastXid;

    StatusMonitor() throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address(), PATIENCE_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Daemon.PORT);
    }

    /** Returns a cookie that says a number. */
    static Opaque cookie(long number) {
        return Opaque.copyOf(ByteBuffer.allocate(Sm.PRIV_BYTES).putLong(number).array());
    }

    static MonId monId(String host) {
        return new MonId(host, new MyId("us.test", LockManager.PROGRAM, 4, 16));
    }

    /** Sends a call and returns its xid. */
    int send(int procedure, byte[] arguments) throws IOException {
        byte[] call = call(++lastXid, procedure, arguments);
        byte[] record =
                ByteBuffer.allocate(4 + call.length)
                        .putInt(0x80000000 | call.length)
                        .put(call)
                        .array();
        socket.getOutputStream().write(record);
        return lastXid;
    }

    int sendMon(String host, long cookie) throws IOException {
        return send(Sm.MON, XdrWriter.toBytes(new Mon(monId(host), cookie(cookie))));
    }

    int sendUnmon(String host) throws IOException {
        return send(Sm.UNMON, XdrWriter.toBytes(monId(host)));
    }

    int sendStat(String host) throws IOException {
        return send(Sm.STAT, XdrWriter.toBytes(new SmName(host)));
    }

    int sendNotify(String host, int state) throws IOException {
        return send(Sm.NOTIFY, XdrWriter.toBytes(new StatChange(host, state)));
    }

    /**
     * The next reply, whose ever it is.
     *
     * @param status of an accepted call; 0 is success
     * @param results what follows it
     */
    record Reply(int xid, int status, ByteBuffer results) {
        SmStatRes res() throws IOException {
            return SmStatRes.decode(new XdrReader(results.duplicate()));
        }
    }

    Reply reply() throws IOException {
        byte[] record = new byte[in.readInt() & 0x7fffffff];
        in.readFully(record);
        ByteBuffer bytes = ByteBuffer.wrap(record);
        boolean accepted = bytes.getInt(4) == 1 && bytes.getInt(8) == 0;
        return new Reply(
                bytes.getInt(0),
                accepted ? bytes.getInt(RESULTS_AT - 4) : -1,
                bytes.position(Math.min(RESULTS_AT, record.length)).slice());
    }

    /** Returns whether a reply has begun to arrive. */
    boolean hasReply() throws IOException {
        return in.available() > 0;
    }

    /** Returns the reply to the only call under way, which must have succeeded. */
    Reply replyTo(int xid) throws IOException {
        Reply reply = reply();
        if (reply.xid() != xid || reply.status() != 0) {
            throw new AssertionError("asked " + xid + ", heard " + reply);
        }
        return reply;
    }

    SmStatRes mon(String host, long cookie) throws IOException {
        return replyTo(sendMon(host, cookie)).res();
    }

    SmStatRes stat(String host) throws IOException {
        return replyTo(sendStat(host)).res();
    }

    void unmon(String host) throws IOException {
        replyTo(sendUnmon(host));
    }

    void tell(String host, int state) throws IOException {
        replyTo(sendNotify(host, state));
    }

    void nothing() throws IOException {
        replyTo(send(0, new byte[0]));
    }

    static byte[] call(int xid, int procedure, byte[] arguments) {
        return ByteBuffer.allocate(4 * HEADER_WORDS + arguments.length)
                .putInt(xid)
                .putInt(0)
                .putInt(2)
                .putInt(Sm.PROGRAM)
                .putInt(Sm.VERSION)
                .putInt(procedure)
                .putLong(0)
                .putLong(0)
                .put(arguments)
                .array();
    }

    /** Asks over UDP until there is an answer; false if {@code whether} it goes on is false. */
    static boolean awaitNull(int port, BooleanSupplier whether) throws IOException {
        byte[] call = call(7, 0, new byte[0]);
        while (whether.getAsBoolean()) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.setSoTimeout(DATAGRAM_PATIENCE_MILLIS);
                socket.send(new DatagramPacket(call, call.length));
                DatagramPacket reply = new DatagramPacket(new byte[100], 100);
                socket.receive(reply);
                return ByteBuffer.wrap(reply.getData()).getInt() == 7;
            } catch (java.net.SocketTimeoutException | java.net.PortUnreachableException e) {
                // Not yet.
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
