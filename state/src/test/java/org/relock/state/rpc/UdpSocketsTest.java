package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.bytes;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.success;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.XdrReader;

/** One socket for each local address: oncrpc4j's P17, K1 and K2. */
class UdpSocketsTest {

    private static final int WHO = 1;

    private final BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();
    private final Program program =
            new Program(PROGRAM, 1)
                    .procedure(
                            WHO,
                            "WHO",
                            XdrReader::i32,
                            (caller, number) -> {
                                callers.add(caller);
                                return Answer.now(xdr -> xdr.i32(number));
                            });
    private RpcServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private int serve(ServerConfig config) throws IOException {
        server = RpcServer.open(config);
        server.start();
        return server.ports().udp().getAsInt();
    }

    private static InetAddress address(int... bytes) throws IOException {
        byte[] four = {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]};
        return InetAddress.getByAddress(four);
    }

    private static List<InetAddress> localAddresses() throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            if (one.isUp()) {
                one.getInetAddresses().asIterator().forEachRemaining(addresses::add);
            }
        }
        return addresses;
    }

    /** The client is connected, so a reply from any other address would not reach it. */
    @Test
    void aReplyComesFromTheAddressThatWasCalled() throws Exception {
        InetAddress called = address(127, 0, 0, 2);
        List<InetAddress> both = List.of(address(127, 0, 0, 1), called);
        int port = serve(ServerConfig.of("test", program).withAddresses(both));
        try (Wire.Udp udp = new Wire.Udp(new InetSocketAddress(called, port))) {
            assertEquals(success(1, "0000002a"), udp.ask(call(1, PROGRAM, 1, WHO, "0000002a")));
            assertEquals(called, callers.take().local());
        }
    }

    /**
     * Calls from loopback to the others of this host's addresses are what shows the difference: by
     * its route the reply would leave from 127.0.0.1.
     */
    @Test
    void everyLocalAddressAnswersForItselfWhenAllAreServed() throws Exception {
        int port = serve(ServerConfig.of("test", program));
        for (InetAddress called : localAddresses()) {
            boolean ipv4 = called instanceof Inet4Address;
            InetSocketAddress from = ipv4 ? new InetSocketAddress(address(127, 0, 0, 1), 0) : null;
            try (Wire.Udp udp = new Wire.Udp(from, new InetSocketAddress(called, port))) {
                assertEquals(success(1, "0000002a"), udp.ask(call(1, PROGRAM, 1, WHO, "0000002a")));
                Caller caller = callers.take();
                assertEquals(called, caller.local());
                assertEquals(ipv4, caller.remote().getAddress() instanceof Inet4Address);
            }
        }
    }

    /** Within 127/8 there are addresses that no interface lists; they are served all the same. */
    @Test
    void anAddressThatNoInterfaceListsIsServed() throws Exception {
        int port = serve(ServerConfig.of("test", program));
        byte[] message = bytes(nullCall(1));
        try (DatagramSocket client = new DatagramSocket()) {
            client.setSoTimeout(Wire.PATIENCE_MILLIS);
            InetSocketAddress to = new InetSocketAddress(address(127, 0, 0, 9), port);
            client.send(new DatagramPacket(message, message.length, to));
            DatagramPacket reply = new DatagramPacket(new byte[100], 100);
            client.receive(reply);
            assertEquals(24, reply.getLength());
        }
    }

    @Test
    void nobodyCanJoinThePort() throws Exception {
        int port = serve(ServerConfig.of("test", program));
        for (InetAddress taken :
                List.of(address(0, 0, 0, 0), address(127, 0, 0, 1), address(127, 0, 0, 7))) {
            try (DatagramChannel thief = DatagramChannel.open(StandardProtocolFamily.INET)) {
                thief.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                assertThrows(
                        BindException.class, () -> thief.bind(new InetSocketAddress(taken, port)));
            }
        }
    }

    /** Check 14: a port that is taken on any address is taken. */
    @Test
    void aPortTakenOnOneAddressOrByOneFamilyIsTaken() throws Exception {
        try (DatagramChannel other = DatagramChannel.open(StandardProtocolFamily.INET)) {
            other.bind(new InetSocketAddress(address(127, 0, 0, 7), 0));
            int port = ((InetSocketAddress) other.getLocalAddress()).getPort();
            ServerConfig config =
                    ServerConfig.of("test", program)
                            .withPorts(OptionalInt.of(port), OptionalInt.empty());
            assertThrows(BindException.class, () -> RpcServer.open(config));
        }
    }

    /** K1, P1: one datagram from port 0 ended UDP for good. */
    @Test
    void aDatagramFromSourcePortZeroIsNotAnsweredAndOthersAre() throws Exception {
        withoutNetwork(
                (socket, loop) -> {
                    socket.received(new InetSocketAddress(address(127, 0, 0, 1), 0), message());
                    assertEquals(List.of(), List.copyOf(callers));
                });
    }

    /** K2: so did whatever else the system refuses to send. */
    @Test
    void aReplyThatTheSystemWillNotSendHarmsNobody() throws Exception {
        InetAddress ipv6 = InetAddress.getByAddress(new byte[16]);
        withoutNetwork(
                (socket, loop) -> {
                    // The socket is of IPv4 and cannot send there.
                    socket.received(new InetSocketAddress(ipv6, 1), message());
                    socket.received(
                            new InetSocketAddress(address(255, 255, 255, 255), 1), message());
                    assertEquals(2, callers.size());
                });
    }

    private static ByteBuffer message() {
        return ByteBuffer.wrap(bytes(call(1, PROGRAM, 1, WHO, "0000002a")));
    }

    /** Something done to a socket, on its loop's behalf. */
    private interface Deed {
        void to(UdpSocket socket, ServerLoop loop) throws IOException;
    }

    /** Does something to a socket before its loop runs, and sees whether it serves after that. */
    private void withoutNetwork(Deed deed) throws Exception {
        Dispatcher dispatcher = new Dispatcher(List.of(program), Gate.OPEN);
        ServerLoop loop = new ServerLoop(dispatcher, Limits.STANDARD, 1, Ticker.SYSTEM);
        UdpSocket socket = UdpSockets.open(loop, address(127, 0, 0, 1), 0);
        deed.to(socket, loop);
        Thread thread = new Thread(() -> loop.lead(() -> true), "test-selector");
        thread.start();
        try (Wire.Udp udp = new Wire.Udp((InetSocketAddress) socket.channel().getLocalAddress())) {
            assertEquals(success(2, ""), udp.ask(nullCall(2)));
        } finally {
            loop.close();
            thread.join();
        }
    }
}
