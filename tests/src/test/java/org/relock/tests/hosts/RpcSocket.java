package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.relock.state.names.NumericAddress;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Calls over UDP from a host, written out by hand as RFC 5531 has them. */
final class RpcSocket implements AutoCloseable {

    private static final int PORTMAPPER = 100000;
    private static final int PORTMAPPER_VERSION = 2;
    private static final int UDP = 17;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LARGEST = 9000;

    private final DatagramSocket socket;
    private int xid = 1;

    private RpcSocket(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Opens one at any port. */
    static RpcSocket on(Host host) {
        return host.inside(() -> new RpcSocket(open(new InetSocketAddress(0))));
    }

    /** Opens one at a port below 1024, as only root can. */
    static RpcSocket reservedOn(Host host) {
        return host.inside(
                () -> {
                    for (int port = 1023; port > 512; port--) {
                        try {
                            return new RpcSocket(open(new InetSocketAddress(port)));
                        } catch (SocketException taken) {
                            // The next one, then.
                        }
                    }
                    throw new IllegalStateException("no reserved port is free");
                });
    }

    private static DatagramSocket open(InetSocketAddress at) throws SocketException {
        DatagramSocket socket = new DatagramSocket(at);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(NumericAddress.parse(address).orElseThrow(), port);
    }

    /** Asks rpcbind at an address for the UDP port of a program; 0 if it is not registered. */
    int port(String address, int program, int version) throws IOException {
        return call(
                        at(address, 111),
                        PORTMAPPER,
                        PORTMAPPER_VERSION,
                        3,
                        xdr -> xdr.i32(program).i32(version).i32(UDP).i32(0))
                .i32();
    }

    /** Tells this host's rpcbind where a program is, over UDP. */
    void register(int program, int version, int port) throws IOException {
        portmapper(2, program, version, 0);
        assertEquals(1, portmapper(1, program, version, port), "rpcbind refuses");
    }

    /** Takes a program out of this host's rpcbind. */
    void unregister(int program, int version) throws IOException {
        portmapper(2, program, version, 0);
    }

    private int portmapper(int procedure, int program, int version, int port) throws IOException {
        return call(
                        at("127.0.0.1", 111),
                        PORTMAPPER,
                        PORTMAPPER_VERSION,
                        procedure,
                        xdr -> xdr.i32(program).i32(version).i32(UDP).i32(port))
                .i32();
    }

    /** Calls, and returns the results. */
    XdrReader call(
            InetSocketAddress to, int program, int version, int procedure, XdrEncodable arguments)
            throws IOException {
        XdrWriter xdr = new XdrWriter(LARGEST);
        xdr.i32(++xid).i32(0).i32(2).i32(program).i32(version).i32(procedure);
        // No credential and no verifier.
        xdr.i64(0).i64(0).value(arguments);
        byte[] bytes = xdr.toBytes();
        socket.send(new DatagramPacket(bytes, bytes.length, to));
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.receive(packet);
        XdrReader reply = new XdrReader(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        accepted(reply);
        return reply;
    }

    private void accepted(XdrReader reply) throws MalformedXdrException {
        assertEquals(xid, reply.i32(), "xid");
        assertEquals(1, reply.i32(), "a reply");
        assertEquals(0, reply.i32(), "MSG_ACCEPTED");
        assertEquals(0, reply.i64(), "no verifier");
        assertEquals(0, reply.i32(), "SUCCESS");
    }

    @Override
    public void close() {
        socket.close();
    }
}
