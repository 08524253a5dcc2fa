package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;

/** Tests of {@link TcpCalls} with a peer that is a script of bytes. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpCallsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String SUCCESS = UdpCallsTest.SUCCESS;

    private final AtomicLong clock = new AtomicLong();
    private RpcCallLoop loop;
    private TcpCalls calls;
    private ServerSocket listener;

    @BeforeEach
    void open() throws IOException {
        loop = RpcCallLoop.open("test-calls", clock::get);
        calls = loop.tcp(CallSource.ANY);
        listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        listener.close();
    }

    @Test
    void aCallIsOneRecordOfOneFragment() throws IOException {
        CompletableFuture<RpcOutcome> future = call();
        try (Peer peer = new Peer()) {
            assertEquals(
                    "80000028" // the last fragment, of 40 bytes
                            + peer.received().substring(8, 16)
                            + "00000000" // CALL
                            + "00000002" // RPC version
                            + "000186b8" // program 100024
                            + "00000001" // version
                            + "00000006" // procedure
                            + "0000000000000000" // credential
                            + "0000000000000000", // verifier
                    peer.received());
            peer.reply("80000018" + peer.xid() + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, future.join());
        }
    }

    @Test
    void aReplyInFragmentsAndInBytesIsPutTogether() throws IOException {
        CompletableFuture<RpcOutcome> future = call();
        try (Peer peer = new Peer()) {
            String message = peer.xid() + SUCCESS + "00000007";
            String record =
                    "00000001"
                            + message.substring(0, 2) // one byte
                            + "00000010"
                            + message.substring(2, 34)
                            + "8000000b"
                            + message.substring(34);
            for (int i = 0; i < record.length(); i += 2) {
                peer.reply(record.substring(i, i + 2));
            }
            assertEquals(7, results(future));
        }
    }

    @Test
    void callsToOneServerShareAConnectionAndRepliesComeInAnyOrder() throws Exception {
        CompletableFuture<RpcOutcome> one = call();
        CompletableFuture<RpcOutcome> two = call();
        try (Peer peer = new Peer()) {
            String first = peer.xid();
            peer.read();
            String second = peer.xid();
            assertNotEquals(first, second);
            peer.reply("8000001c" + second + SUCCESS + "00000002" + "8000001c" + first + SUCCESS);
            peer.reply("00000001");
            assertEquals(1, results(one));
            assertEquals(2, results(two));
        }
    }

    @Test
    void aReplyThatNobodyWaitsForIsIgnored() throws IOException {
        CompletableFuture<RpcOutcome> future = call();
        try (Peer peer = new Peer()) {
            String other = peer.xid().equals("00000000") ? "00000001" : "00000000";
            peer.reply("80000018" + other + SUCCESS + "80000018" + peer.xid() + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, future.join());
        }
    }

    @Test
    void hostileRepliesEndTheConnectionAsUnreachable() throws IOException {
        List<String> hostile =
                List.of(
                        "7fffffff" + "00", // a fragment of two gigabytes
                        "80040001", // a record above the limit
                        "00000000", // an empty fragment that is not the last
                        "80000000", // an empty record
                        "80000002" + "0000", // no room for an xid
                        "80000004" + "XID", // nothing but an xid
                        "8000000c" + "XID" + "00000001" + "00000002");
        for (String reply : hostile) {
            CompletableFuture<RpcOutcome> future = call();
            try (Peer peer = new Peer()) {
                peer.reply(reply.replace("XID", peer.xid()));
                assertInstanceOf(RpcOutcome.Unreachable.class, future.join(), reply);
            }
        }
    }

    @Test
    void aRefusedConnectionIsUnreachable() throws IOException {
        listener.close();
        RpcOutcome.Unreachable refused =
                assertInstanceOf(RpcOutcome.Unreachable.class, call().join());
        assertTrue(refused.why().contains("refused"), refused.why());
    }

    @Test
    void aBrokenConnectionIsUnreachableAndTheNextCallHasANewOne() throws IOException {
        CompletableFuture<RpcOutcome> one = call();
        CompletableFuture<RpcOutcome> two = call();
        advance(Duration.ZERO); // both have begun now
        new Peer().close();
        assertInstanceOf(RpcOutcome.Unreachable.class, one.join());
        assertInstanceOf(RpcOutcome.Unreachable.class, two.join());
        assertAnsweredOnANewConnection();
    }

    @Test
    void aResetConnectionIsUnreachable() throws IOException {
        CompletableFuture<RpcOutcome> future = call();
        Peer peer = new Peer();
        peer.socket.setSoLinger(true, 0);
        peer.close();
        assertInstanceOf(RpcOutcome.Unreachable.class, future.join());
    }

    @Test
    void silenceEndsAfterAllThePatienceAndTheConnectionIsNotUsedAgain() throws IOException {
        CompletableFuture<RpcOutcome> future =
                calls.call(
                        to(listener.getLocalSocketAddress()),
                        List.of(Duration.ofSeconds(2), Duration.ofSeconds(3)),
                        Duration.ofSeconds(5));
        try (Peer peer = new Peer()) {
            advance(Duration.ofMillis(9999));
            assertFalse(future.isDone());
            advance(Duration.ofMillis(1));
            assertSame(RpcOutcome.Silence.INSTANCE, future.join());
            assertEquals(-1, peer.socket.getInputStream().read(), "closed, and nothing sent again");
            assertAnsweredOnANewConnection();
        }
    }

    @Test
    void anIdleConnectionIsKeptForTenSecondsAndThenClosed() throws IOException {
        CompletableFuture<RpcOutcome> one = call();
        try (Peer peer = new Peer()) {
            peer.reply("80000018" + peer.xid() + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, one.join());
            advance(Duration.ofMillis(9999));
            CompletableFuture<RpcOutcome> two = call();
            peer.read();
            peer.reply("80000018" + peer.xid() + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, two.join());
            advance(Duration.ofSeconds(10));
            assertEquals(-1, peer.socket.getInputStream().read());
        }
    }

    @Test
    void aServerThatNeverAcceptsIsSilent() throws IOException {
        // The handshake itself goes unanswered when the queue of one is full.
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                fillers.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            CompletableFuture<RpcOutcome> future =
                    calls.call(to(full.getLocalSocketAddress()), List.of(), Duration.ofSeconds(30));
            advance(Duration.ZERO); // the call has begun now
            advance(Duration.ofMillis(29_999));
            assertFalse(future.isDone());
            advance(Duration.ofMillis(1));
            assertSame(RpcOutcome.Silence.INSTANCE, future.join());
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void closingEndsCallsInSilence() {
        CompletableFuture<RpcOutcome> future = call();
        calls.close();
        assertSame(RpcOutcome.Silence.INSTANCE, future.join());
        assertSame(RpcOutcome.Silence.INSTANCE, call().join());
    }

    @Test
    void cancellingOneCallLeavesTheOthers() throws IOException {
        CompletableFuture<RpcOutcome> cancelled = call();
        CompletableFuture<RpcOutcome> kept = call();
        try (Peer peer = new Peer()) {
            String first = peer.xid();
            peer.read();
            cancelled.cancel(false);
            peer.reply("80000018" + first + SUCCESS + "80000018" + peer.xid() + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, kept.join());
        }
    }

    @Test
    void callsLeaveFromTheAddressAskedFor() throws IOException {
        InetAddress wanted = InetAddress.getByAddress(new byte[] {127, 0, 0, 9});
        calls = loop.tcp(CallSource.ANY.from(wanted));
        CompletableFuture<RpcOutcome> future = call();
        try (Peer peer = new Peer()) {
            assertEquals(wanted, peer.socket.getInetAddress());
            peer.reply("80000018" + peer.xid() + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, future.join());
        }
    }

    /** More servers than connections: the others wait for their turn, and all are answered. */
    @Test
    void callsAboveTheLimitOfConnectionsWaitForOne() throws IOException {
        int limit = TcpCalls.MAX_CONNECTIONS;
        int many = limit + 20;
        List<ServerSocketChannel> listeners = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        List<CompletableFuture<RpcOutcome>> futures = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ServerSocketChannel one = ServerSocketChannel.open();
            listeners.add(one.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            futures.add(calls.call(to(one.getLocalAddress()), List.of(), LONG));
        }
        advance(Duration.ZERO); // all have begun now
        ServerSocketChannel last = listeners.get(many - 1);
        last.configureBlocking(false);
        assertNull(last.accept(), "it has to wait");
        last.configureBlocking(true);
        for (int i = 0; i < many; i++) {
            Peer peer = new Peer(listeners.get(i).accept().socket());
            peers.add(peer);
            peer.reply("80000018" + peer.xid() + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, futures.get(i).join(), "call " + i);
        }
        peers.forEach(Peer::close);
        for (ServerSocketChannel one : listeners) {
            one.close();
        }
    }

    private void assertAnsweredOnANewConnection() throws IOException {
        CompletableFuture<RpcOutcome> future = call();
        try (Peer peer = new Peer()) {
            peer.reply("80000018" + peer.xid() + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, future.join());
        }
    }

    private CompletableFuture<RpcOutcome> call() {
        return calls.call(to(listener.getLocalSocketAddress()), List.of(), LONG);
    }

    private static RpcCall to(SocketAddress server) {
        return new RpcCall((InetSocketAddress) server, 100024, 1, 6, XdrEncodable.VOID);
    }

    private static int results(CompletableFuture<RpcOutcome> future) throws MalformedXdrException {
        return assertInstanceOf(RpcOutcome.Success.class, future.join()).results().i32();
    }

    private void advance(Duration duration) {
        clock.addAndGet(duration.toNanos());
        loop.closeWith(() -> {});
    }

    /** The server's end of the next connection, with its first call read. */
    private final class Peer implements AutoCloseable {
        private static final int RECORD_BYTES = 44;
        private final Socket socket;
        private String received = "";

        Peer() throws IOException {
            this(listener.accept());
        }

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            read();
        }

        void read() throws IOException {
            byte[] bytes = new byte[RECORD_BYTES];
            new DataInputStream(socket.getInputStream()).readFully(bytes);
            received = HexFormat.of().formatHex(bytes);
        }

        String received() {
            return received;
        }

        String xid() {
            return received.substring(8, 16);
        }

        void reply(String hex) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(HexFormat.of().parseHex(hex));
            out.flush();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
