package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.accepted;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.fragment;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.record;
import static org.relock.state.rpc.Wire.success;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrReader;

/** The server as its clients see it, byte by byte. */
class RpcServerTest {

    /** Answers with the number it was given. */
    private static final int ECHO = 1;

    private RpcServer server;

    @BeforeEach
    void serve() throws IOException {
        server = RpcServer.open(ServerConfig.of("test", program()));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Program program() {
        return new Program(PROGRAM, 1)
                .procedure(
                        ECHO,
                        "ECHO",
                        XdrReader::i32,
                        (caller, number) -> Answer.now(xdr -> xdr.i32(number)));
    }

    private int tcp() {
        return server.ports().tcp().getAsInt();
    }

    private int udp() {
        return server.ports().udp().getAsInt();
    }

    /** Check 26. */
    @Test
    void nullIsAnsweredOverUdpAndTcpAndIpv4AndIpv6() throws IOException {
        boolean ipv6 = server.ports().ipv6();
        for (String address : ipv6 ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1")) {
            try (Wire.Udp udp = new Wire.Udp(new InetSocketAddress(address, udp()));
                    Wire.Tcp tcp = new Wire.Tcp(new InetSocketAddress(address, tcp()))) {
                assertEquals(success(7, ""), udp.ask(nullCall(7)));
                assertEquals(success(8, ""), tcp.ask(nullCall(8)));
            }
        }
    }

    /** Check 30. */
    @Test
    void aRecordInTwoFragmentsIsAnswered() throws IOException {
        String message = call(9, PROGRAM, 1, ECHO, "0000002a");
        try (Wire.Tcp tcp = new Wire.Tcp(tcp())) {
            tcp.send(fragment(message.substring(0, 30)) + record(message.substring(30)));
            assertEquals(success(9, "0000002a"), tcp.reply());
        }
    }

    /** Check 31. */
    @Test
    void callsSentByteByByteOrManyAtOnceAreAllAnswered() throws IOException {
        try (Wire.Tcp tcp = new Wire.Tcp(tcp())) {
            String one = record(call(1, PROGRAM, 1, ECHO, "0000000b"));
            for (int i = 0; i < one.length(); i += 2) {
                tcp.send(one.substring(i, i + 2));
            }
            assertEquals(success(1, "0000000b"), tcp.reply());
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 3_000; i++) {
                many.append(record(call(i, PROGRAM, 1, ECHO, Wire.word(i))));
            }
            tcp.send(many.toString());
            for (int i = 0; i < 3_000; i++) {
                assertEquals(success(i, Wire.word(i)), tcp.reply());
            }
        }
    }

    /** Check 27. */
    @Test
    void whatIsNotServedIsSaidToBeUnavailable() throws IOException {
        try (Wire.Udp udp = new Wire.Udp(udp())) {
            assertEquals(
                    accepted(1, 2, "00000001" + "00000001"), udp.ask(call(1, PROGRAM, 2, 0, "")));
            assertEquals(accepted(2, 3, ""), udp.ask(call(2, PROGRAM, 1, 7, "")));
            assertEquals(accepted(3, 3, ""), udp.ask(call(3, PROGRAM, 1, -1, "")));
            assertEquals(accepted(4, 1, ""), udp.ask(call(4, PROGRAM + 1, 1, 0, "")));
        }
    }

    /** Check 14. */
    @Test
    void aPortThatSomebodyElseHasIsAnErrorThatNamesIt() throws IOException {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            ServerConfig config =
                    ServerConfig.of("test", program())
                            .withPorts(OptionalInt.of(other.getLocalPort()), OptionalInt.empty());
            String said =
                    assertThrows(BindException.class, () -> RpcServer.open(config)).getMessage();
            assertTrue(said.contains("UDP port " + other.getLocalPort()), said);
        }
    }
}
