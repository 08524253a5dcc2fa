package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.xdr.Opaque;

/** Tests of {@link RpcCalls#tell}: calls that have no reply. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneWayCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** All of a call but the record mark, the xid and the one argument. */
    private static final String CALL =
            "00000000"
                    + "00000002"
                    + "000186b5"
                    + "00000004"
                    + "0000000a"
                    + "0000000000000000"
                    + "0000000000000000";

    private final AtomicLong clock = new AtomicLong();
    private RpcCallLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = RpcCallLoop.open("test-calls", clock::get);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aDatagramIsOnItsWayBeforeTheThreadThatSentItGoesOn() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer();
                UdpCalls calls = loop.udp(CallSource.ANY)) {
            assertTrue(calls.tell(call(peer.address(), 7), PATIENCE).isDone());
            assertEquals(CALL + "00000007", peer.receive().substring(8));
        }
    }

    @Test
    void aReplyToADatagramIsNobodys() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer();
                UdpCalls calls = loop.udp(CallSource.ANY)) {
            assertTrue(calls.tell(call(peer.address(), 7), PATIENCE).join());
            peer.reply(peer.receive().substring(0, 8) + UdpCallsTest.SUCCESS);
            CompletableFuture<RpcOutcome> asked =
                    calls.call(call(peer.address(), 8), List.of(), PATIENCE);
            peer.reply(peer.receive().substring(0, 8) + UdpCallsTest.SUCCESS);
            assertTrue(asked.join() instanceof RpcOutcome.Success);
            assertEquals(1, calls.ignored());
        }
    }

    @Test
    void theFirstOneOpensAConnectionAndTheNextIsWrittenAtOnce() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TcpCalls calls = loop.tcp(CallSource.ANY)) {
            InetSocketAddress server = (InetSocketAddress) listener.getLocalSocketAddress();
            CompletableFuture<Boolean> first = calls.tell(call(server, 1), PATIENCE);
            try (Socket peer = listener.accept()) {
                assertTrue(first.join());
                assertEquals(CALL + "00000001", received(peer));
                assertTrue(calls.tell(call(server, 2), PATIENCE).isDone());
                assertEquals(CALL + "00000002", received(peer));
            }
        }
    }

    /** More than the kernel takes at once, past the loop and through it, in whole records. */
    @Test
    void whatTheKernelDoesNotTakeAtOnceIsWrittenInOrder() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TcpCalls calls = loop.tcp(CallSource.ANY)) {
            InetSocketAddress server = (InetSocketAddress) listener.getLocalSocketAddress();
            CompletableFuture<Boolean> first = calls.tell(call(server, 0), PATIENCE);
            try (Socket peer = listener.accept()) {
                assertEquals(CALL + "00000000", received(peer));
                assertTrue(first.join());
                int count = 20_000;
                Opaque much = Opaque.copyOf(new byte[1000]);
                for (int i = 1; i <= count; i++) {
                    int number = i;
                    RpcCall call =
                            new RpcCall(
                                    server,
                                    100021,
                                    4,
                                    10,
                                    xdr -> xdr.i32(number).fixedOpaque(much));
                    CompletableFuture<Boolean> unused = calls.tell(call, Duration.ofMinutes(5));
                }
                DataInputStream in = new DataInputStream(peer.getInputStream());
                boolean[] seen = new boolean[count + 1];
                for (int i = 1; i <= count; i++) {
                    assertEquals(0x8000_0000 | 1044, in.readInt());
                    byte[] message = in.readNBytes(1044);
                    int number = Integer.parseInt(HexFormat.of().formatHex(message, 40, 44), 16);
                    assertFalse(seen[number]);
                    seen[number] = true;
                }
            }
        }
    }

    @Test
    void aRefusedConnectionSaysSo() throws IOException {
        InetSocketAddress server;
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server = (InetSocketAddress) listener.getLocalSocketAddress();
        }
        try (TcpCalls calls = loop.tcp(CallSource.ANY)) {
            assertFalse(calls.tell(call(server, 1), PATIENCE).join());
        }
    }

    /** NLM check 37. */
    @Test
    void aConnectionThatThePeerClosedIsNotWrittenToAgain() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TcpCalls calls = loop.tcp(CallSource.ANY)) {
            InetSocketAddress server = (InetSocketAddress) listener.getLocalSocketAddress();
            CompletableFuture<RpcOutcome> cut = calls.call(call(server, 1), List.of(), PATIENCE);
            try (Socket peer = listener.accept()) {
                assertEquals(CALL + "00000001", received(peer));
            }
            assertTrue(cut.join() instanceof RpcOutcome.Unreachable);
            CompletableFuture<Boolean> next = calls.tell(call(server, 2), PATIENCE);
            try (Socket peer = listener.accept()) {
                assertEquals(CALL + "00000002", received(peer));
                assertTrue(next.join());
            }
        }
    }

    private static String received(Socket peer) throws IOException {
        DataInputStream in = new DataInputStream(peer.getInputStream());
        byte[] record = in.readNBytes(in.readInt() & 0x7fff_ffff);
        return HexFormat.of().formatHex(record, 4, record.length);
    }

    private static RpcCall call(InetSocketAddress to, int argument) {
        return new RpcCall(to, 100021, 4, 10, xdr -> xdr.i32(argument));
    }
}
