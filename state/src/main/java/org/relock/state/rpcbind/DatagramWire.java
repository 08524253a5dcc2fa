package org.relock.state.rpcbind;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.relock.state.rpc.CallEncoding;
import org.relock.state.rpc.ReplyDecoding;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Unguessable;

/**
 * A UDP socket connected to one server of this host, so that the kernel tells at once when nobody
 * listens. One call at a time.
 */
final class DatagramWire implements Wire {

    /** How long an answer may take before the call is sent again. */
    private static final int AGAIN_MILLIS = 300;

    private static final int LARGEST_DATAGRAM = 65536;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final DatagramSocket socket;
    private final long deadline;
    private byte[] call = new byte[0];

    /**
     * Opens one.
     *
     * @param deadline a moment of {@link System#nanoTime}
     */
    DatagramWire(InetSocketAddress server, long deadline) throws IOException {
        this.deadline = deadline;
        socket = new DatagramSocket();
        try {
            socket.connect(server);
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Makes one call, over a socket of its own, and waits for its answer. */
    static RpcOutcome exchange(RpcCall call, long deadline) throws IOException {
        int xid = new Unguessable().next();
        try (DatagramWire wire = new DatagramWire(call.to(), deadline)) {
            wire.send(
                    CallEncoding.encode(
                            xid,
                            call.program(),
                            call.version(),
                            call.procedure(),
                            call.arguments()));
            while (true) {
                ByteBuffer reply = wire.receive();
                if (reply.remaining() >= 4 && reply.getInt() == xid) {
                    return ReplyDecoding.decode(reply);
                }
            }
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        call = message;
        socket.send(new DatagramPacket(call, call.length));
    }

    @Override
    public ByteBuffer receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
        while (true) {
            long left = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
            if (left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            socket.setSoTimeout((int) Math.min(left, AGAIN_MILLIS));
            try {
                socket.receive(packet);
                return ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice();
            } catch (SocketTimeoutException e) {
                send(call);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
