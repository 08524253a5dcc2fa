package org.relock.state.rpcbind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.rpc.CallSource;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.rpc.ScriptedPeer;
import org.relock.state.rpc.Transport;
import org.relock.state.rpc.UdpCalls;

/** Tests of {@link PortLookup} against bytes of RFC 1833. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortLookupTest {

    private static final String HEADER_END = "0000000000000000" + "0000000000000000";
    private static final String SUCCESS = "00000001" + "00000000" + "0000000000000000" + "00000000";
    private static final Duration LONG = Duration.ofMinutes(5);

    private RpcCallLoop loop;
    private UdpCalls calls;

    @BeforeEach
    void open() throws IOException {
        loop = RpcCallLoop.open("test-lookup");
        calls = loop.udp(CallSource.ANY);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void overIpv4VersionTwoIsAsked() {
        try (ScriptedPeer rpcbind = new ScriptedPeer()) {
            CompletableFuture<RemotePort> port = ask(rpcbind, Transport.UDP);
            String call = rpcbind.receive();
            assertEquals(
                    "00000000" // CALL
                            + "00000002" // RPC version
                            + "000186a0" // program 100000
                            + "00000002" // PMAPVERS
                            + "00000003" // PMAPPROC_GETPORT
                            + HEADER_END
                            + "000186b8" // program 100024
                            + "00000001" // version
                            + "00000011" // IPPROTO_UDP
                            + "00000000", // port
                    call.substring(8));
            rpcbind.reply(call.substring(0, 8) + SUCCESS + "00000fa0");
            assertEquals(new RemotePort.Port(4000), port.join());
        }
    }

    @Test
    void overIpv6VersionThreeIsAsked() {
        try (ScriptedPeer rpcbind = new ScriptedPeer("::1")) {
            CompletableFuture<RemotePort> port = ask(rpcbind, Transport.UDP);
            String call = rpcbind.receive();
            assertEquals(
                    "00000000" // CALL
                            + "00000002" // RPC version
                            + "000186a0" // program 100000
                            + "00000003" // RPCBVERS
                            + "00000003" // RPCBPROC_GETADDR
                            + HEADER_END
                            + "000186b8" // program 100024
                            + "00000001" // version
                            + ("00000004" + "75647036") // "udp6"
                            + ("00000009" + "3a3a312e302e313131" + "000000") // "::1.0.111"
                            + "00000000", // owner ""
                    call.substring(8));
            rpcbind.reply(
                    call.substring(0, 8)
                            + SUCCESS
                            + ("0000000a" + "3a3a312e31352e313630" + "0000")); // "::1.15.160"
            assertEquals(new RemotePort.Port(4000), port.join());
        }
    }

    @Test
    void portZeroAndNoAddressMeanThatItIsNotRegistered() {
        try (ScriptedPeer four = new ScriptedPeer();
                ScriptedPeer six = new ScriptedPeer("::1")) {
            assertSame(RemotePort.NotRegistered.INSTANCE, answer(four, SUCCESS + "00000000"));
            assertSame(RemotePort.NotRegistered.INSTANCE, answer(six, SUCCESS + "00000000"));
        }
    }

    @Test
    void answersThatMakeNoSenseAreNoPorts() {
        try (ScriptedPeer four = new ScriptedPeer();
                ScriptedPeer six = new ScriptedPeer("::1")) {
            assertNoPort(four, SUCCESS + "00010000"); // port 65536
            assertNoPort(four, SUCCESS + "ffffffff");
            assertNoPort(four, SUCCESS);
            assertNoPort(six, SUCCESS);
            assertNoPort(six, SUCCESS + "7fffffff");
            assertNoPort(six, SUCCESS + "00000004" + "61626364"); // "abcd"
            assertNoPort(six, SUCCESS + "00000009" + "3a3a312e302e323536" + "000000"); // 256
        }
    }

    @Test
    void anRpcbindWithoutThatVersionSaysSo() {
        try (ScriptedPeer six = new ScriptedPeer("::1")) {
            RemotePort.Unreachable refused =
                    assertInstanceOf(
                            RemotePort.Unreachable.class,
                            answer(
                                    six,
                                    "00000001"
                                            + "00000000"
                                            + "0000000000000000"
                                            + "00000002"
                                            + "00000002"
                                            + "00000002"));
            assertTrue(refused.why().contains("PROG_MISMATCH 2 to 2"), refused.why());
        }
    }

    @Test
    void aSilentRpcbindIsGivenUp() {
        try (ScriptedPeer rpcbind = new ScriptedPeer()) {
            assertSame(
                    RemotePort.Silence.INSTANCE,
                    PortLookup.ask(
                                    calls,
                                    rpcbind.address(),
                                    100024,
                                    1,
                                    Transport.TCP,
                                    List.of(Duration.ofMillis(1)),
                                    Duration.ofMillis(1))
                            .join());
            String first = rpcbind.receive();
            assertEquals("00000006", first.substring(first.length() - 16, first.length() - 8));
            assertEquals(first, rpcbind.receive());
        }
    }

    private void assertNoPort(ScriptedPeer rpcbind, String reply) {
        assertInstanceOf(RemotePort.Unreachable.class, answer(rpcbind, reply));
    }

    private RemotePort answer(ScriptedPeer rpcbind, String reply) {
        CompletableFuture<RemotePort> port = ask(rpcbind, Transport.UDP);
        rpcbind.reply(rpcbind.receive().substring(0, 8) + reply);
        return port.join();
    }

    private CompletableFuture<RemotePort> ask(ScriptedPeer rpcbind, Transport transport) {
        return PortLookup.ask(calls, rpcbind.address(), 100024, 1, transport, List.of(), LONG);
    }
}
