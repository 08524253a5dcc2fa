package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;

/** Tests of {@link UdpCalls}, with peers that are scripts of bytes. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UdpCallsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** What follows the xid in a successful reply without results (RFC 5531, section 9). */
    static final String SUCCESS =
            "00000001" // REPLY
                    + "00000000" // MSG_ACCEPTED
                    + "00000000" // verifier: AUTH_NONE
                    + "00000000" // of no bytes
                    + "00000000"; // SUCCESS

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000); // about to wrap
    private RpcCallLoop loop;
    private UdpCalls calls;
    private ScriptedPeer peer;

    @BeforeEach
    void open() throws IOException {
        loop = RpcCallLoop.open("test-calls", clock::get);
        calls = loop.udp(CallSource.ANY);
        peer = new ScriptedPeer();
    }

    @AfterEach
    void close() {
        loop.close();
        peer.close();
    }

    @Test
    void aCallIsTheBytesOfTheSpecification() {
        CompletableFuture<RpcOutcome> future =
                calls.call(call(xdr -> xdr.i32(0x2a)), List.of(), LONG);
        assertFalse(future.isDone());
        assertEquals(
                "00000000" // CALL
                        + "00000002" // RPC version
                        + "000186b8" // program 100024
                        + "00000001" // version
                        + "00000006" // procedure
                        + "0000000000000000" // credential: AUTH_NONE of no bytes
                        + "0000000000000000" // verifier: likewise
                        + "0000002a",
                peer.receive().substring(8));
    }

    @Test
    void theReplysResultsAreHandedOver() throws MalformedXdrException {
        CompletableFuture<RpcOutcome> future = calls.call(call(), List.of(), LONG);
        peer.reply(xid(peer.receive()) + SUCCESS + "00000007");
        assertEquals(7, assertInstanceOf(RpcOutcome.Success.class, future.join()).results().i32());
    }

    @Test
    void refusalsAreSpelledAsTheSpecificationDoes() {
        assertRefused("PROG_UNAVAIL", "000000010000000000000000" + "00000000" + "00000001");
        assertRefused(
                "PROG_MISMATCH 1 to 4",
                "000000010000000000000000" + "00000000" + "00000002" + "00000001" + "00000004");
        assertRefused("PROC_UNAVAIL", "000000010000000000000000" + "00000000" + "00000003");
        assertRefused("GARBAGE_ARGS", "000000010000000000000000" + "00000000" + "00000004");
        assertRefused("SYSTEM_ERR", "000000010000000000000000" + "00000000" + "00000005");
        assertRefused(
                "RPC_MISMATCH 2 to 2", "00000001" + "00000001" + "00000000" + "0000000200000002");
        assertRefused("AUTH_ERROR 7", "00000001" + "00000001" + "00000001" + "00000007");
    }

    private void assertRefused(String status, String reply) {
        CompletableFuture<RpcOutcome> future = calls.call(call(), List.of(), LONG);
        peer.reply(xid(peer.receive()) + reply);
        assertEquals(new RpcOutcome.Refused(status), future.join());
    }

    @Test
    void aSilentPeerIsCalledAgainWithTheSameXidAndThenGivenUp() {
        List<Duration> again = List.of(Duration.ofSeconds(2), Duration.ofSeconds(4));
        CompletableFuture<RpcOutcome> future = calls.call(call(), again, Duration.ofSeconds(8));
        String first = peer.receive();
        advance(Duration.ofMillis(1999));
        assertFalse(peer.hasCall());
        advance(Duration.ofMillis(1));
        assertEquals(first, peer.receive());
        advance(Duration.ofMillis(3999));
        assertFalse(peer.hasCall());
        advance(Duration.ofMillis(1));
        assertEquals(first, peer.receive());
        advance(Duration.ofMillis(7999));
        assertFalse(future.isDone());
        advance(Duration.ofMillis(1));
        assertSame(RpcOutcome.Silence.INSTANCE, future.join());
        assertFalse(peer.hasCall());
    }

    @Test
    void aReplyThatComesAfterTheEndIsIgnored() {
        CompletableFuture<RpcOutcome> given = calls.call(call(), List.of(), Duration.ofSeconds(1));
        String late = xid(peer.receive());
        advance(Duration.ofSeconds(1));
        assertSame(RpcOutcome.Silence.INSTANCE, given.join());
        peer.reply(late + SUCCESS);
        assertAnotherCallWorks();
        assertEquals(1, calls.ignored());
    }

    @Test
    void aDoubledReplyIsTakenOnce() {
        CompletableFuture<RpcOutcome> future = calls.call(call(), List.of(), LONG);
        String reply = xid(peer.receive()) + SUCCESS;
        peer.reply(reply);
        peer.reply(reply);
        assertInstanceOf(RpcOutcome.Success.class, future.join());
        assertAnotherCallWorks();
        assertEquals(1, calls.ignored());
    }

    /** Check 90. */
    @Test
    void aReplyFromAnotherPortOrAddressIsIgnored() {
        CompletableFuture<RpcOutcome> future = calls.call(call(), List.of(), LONG);
        String reply = xid(peer.receive()) + SUCCESS;
        try (ScriptedPeer otherPort = new ScriptedPeer();
                ScriptedPeer otherAddress = new ScriptedPeer("127.0.0.2")) {
            otherPort.send(reply, peer.caller());
            otherAddress.send(
                    reply,
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), calls.source().getPort()));
        }
        assertAnotherCallWorks();
        assertFalse(future.isDone());
        assertEquals(2, calls.ignored());
        peer.send(reply, peer.caller());
        assertInstanceOf(RpcOutcome.Success.class, future.join());
    }

    @Test
    void aReplyToAnotherXidIsIgnored() {
        CompletableFuture<RpcOutcome> future = calls.call(call(), List.of(), LONG);
        String xid = xid(peer.receive());
        peer.reply(xid.equals("00000000") ? "00000001" + SUCCESS : "00000000" + SUCCESS);
        peer.reply("0000");
        peer.reply("");
        peer.reply(xid + SUCCESS);
        assertInstanceOf(RpcOutcome.Success.class, future.join());
        assertEquals(3, calls.ignored());
    }

    @Test
    void aReplyThatMakesNoSenseDoesNotEndTheCall() {
        CompletableFuture<RpcOutcome> future = calls.call(call(), List.of(), LONG);
        String xid = xid(peer.receive());
        List<String> hostile =
                List.of(
                        xid,
                        xid + "00000000", // a call
                        xid + "00000001" + "00000002", // a status there is not
                        xid + "00000001" + "00000000" + "00000000" + "7fffffff", // verifier length
                        xid + "00000001" + "00000000" + "00000000" + "ffffffff",
                        xid + "00000001" + "00000000" + "00000000" + "00000191", // 401 bytes
                        xid + "00000001" + "00000000" + "00000000" + "00000000", // cut off
                        xid + "00000001" + "00000000" + "0000000000000000" + "00000006",
                        xid + "00000001" + "00000001" + "00000002");
        hostile.forEach(peer::reply);
        peer.reply(xid + SUCCESS);
        assertInstanceOf(RpcOutcome.Success.class, future.join());
        assertEquals(hostile.size(), calls.ignored());
    }

    @Test
    void cancellingTheFutureEndsTheCall() {
        CompletableFuture<RpcOutcome> future =
                calls.call(call(), List.of(Duration.ofSeconds(1)), LONG);
        String xid = xid(peer.receive());
        assertTrue(future.cancel(false));
        assertAnotherCallWorks();
        advance(Duration.ofSeconds(2));
        assertFalse(peer.hasCall());
        peer.reply(xid + SUCCESS);
        assertAnotherCallWorks();
        assertEquals(1, calls.ignored());
    }

    @Test
    void closingEndsCallsInSilenceAndFreesThePort() throws IOException {
        CompletableFuture<RpcOutcome> future = calls.call(call(), List.of(), LONG);
        peer.receive();
        InetSocketAddress source = calls.source();
        calls.close();
        assertSame(RpcOutcome.Silence.INSTANCE, future.join());
        assertSame(RpcOutcome.Silence.INSTANCE, calls.call(call(), List.of(), LONG).join());
        DatagramChannel.open().bind(source).close();
    }

    @Test
    void closingTheLoopEndsEverything() throws IOException {
        UdpCalls other = loop.udp(CallSource.ANY);
        CompletableFuture<RpcOutcome> one = calls.call(call(), List.of(), LONG);
        CompletableFuture<RpcOutcome> two = other.call(call(), List.of(), LONG);
        loop.close();
        assertSame(RpcOutcome.Silence.INSTANCE, one.join());
        assertSame(RpcOutcome.Silence.INSTANCE, two.join());
        assertSame(RpcOutcome.Silence.INSTANCE, calls.call(call(), List.of(), LONG).join());
    }

    @Test
    void aFailureInOnePlaceDoesNotEndTheOthers() throws IOException {
        loop.execute(
                () -> {
                    throw new IllegalStateException("a bug, as far as this test goes");
                });
        assertAnotherCallWorks();
        try (DatagramChannel broken = DatagramChannel.open()) {
            SelectionKey key =
                    loop.register(
                            broken,
                            SelectionKey.OP_WRITE,
                            ready -> {
                                throw new IllegalStateException("another");
                            });
            loop.closeWith(() -> {});
            loop.closeWith(() -> {});
            assertFalse(key.isValid());
            assertFalse(broken.isOpen());
        }
        assertAnotherCallWorks();
    }

    @Test
    void aCallMadeWhereAnotherEndsIsMadeAfterwards() {
        CompletableFuture<RpcOutcome> chain =
                calls.call(call(), List.of(), LONG)
                        .thenCompose(first -> calls.call(call(), List.of(), LONG));
        String first = xid(peer.receive());
        peer.reply(first + SUCCESS);
        String second = xid(peer.receive());
        assertNotEquals(first, second);
        peer.reply(second + SUCCESS);
        assertInstanceOf(RpcOutcome.Success.class, chain.join());
    }

    @Test
    void aClosedPortIsNoticedWhereOnePeerIsCalled() throws IOException {
        InetSocketAddress closed = peer.address();
        peer.close();
        UdpCalls one = loop.udpTo(CallSource.ANY, closed);
        CompletableFuture<RpcOutcome> future = one.call(call(closed), List.of(), LONG);
        assertInstanceOf(RpcOutcome.Unreachable.class, future.join());
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        one.call(
                                call(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)),
                                List.of(),
                                LONG));
    }

    @Test
    void anAddressThatTheSocketCannotReachIsUnreachable() throws IOException {
        UdpCalls loopbackOnly = loop.udp(CallSource.ANY.from(InetAddress.getLoopbackAddress()));
        InetSocketAddress documentation =
                new InetSocketAddress(
                        InetAddress.getByAddress(
                                HexFormat.of().parseHex("20010db8000000000000000000000001")),
                        111);
        assertInstanceOf(
                RpcOutcome.Unreachable.class,
                loopbackOnly.call(call(documentation), List.of(), LONG).join());
    }

    @Test
    void oneSocketSpeaksIpv6AsWell() {
        try (ScriptedPeer six = new ScriptedPeer("::1")) {
            CompletableFuture<RpcOutcome> future = calls.call(call(six.address()), List.of(), LONG);
            six.reply(xid(six.receive()) + SUCCESS);
            assertInstanceOf(RpcOutcome.Success.class, future.join());
        }
        assertAnotherCallWorks();
    }

    @Test
    void callsLeaveFromTheAddressAndPortAskedFor() throws IOException {
        int free;
        try (ScriptedPeer probe = new ScriptedPeer("127.0.0.9")) {
            free = probe.address().getPort();
        }
        InetSocketAddress wanted =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 9}), free);
        CallSource source = CallSource.ANY.from(wanted.getAddress()).at(new SourcePort.Fixed(free));
        UdpCalls bound = loop.udp(source);
        CompletableFuture<RpcOutcome> future = bound.call(call(), List.of(), LONG);
        peer.reply(xid(peer.receive()) + SUCCESS);
        assertInstanceOf(RpcOutcome.Success.class, future.join());
        assertEquals(wanted, peer.caller());
        assertEquals(Optional.empty(), bound.notice());
        assertThrows(IOException.class, () -> loop.udp(source), "the port is taken");
    }

    @Test
    void fiveThousandCallsAreOutstandingAtOnceAndAllAreAnswered() throws Exception {
        int many = 5000;
        try (RpcCallLoop realTime = RpcCallLoop.open("test-many")) {
            UdpCalls crowd = realTime.udp(CallSource.ANY);
            List<Duration> again = Collections.nCopies(500, Duration.ofMillis(50));
            List<CompletableFuture<RpcOutcome>> futures = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                futures.add(crowd.call(call(), again, LONG));
            }
            // Nobody is answered before all have been heard; what the kernel drops comes again.
            Set<String> xids = new HashSet<>();
            while (xids.size() < many) {
                xids.add(xid(peer.receive()));
            }
            CompletableFuture<Void> all =
                    CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]));
            List<String> shuffled = new ArrayList<>(xids);
            while (!all.isDone()) {
                Collections.shuffle(shuffled, new Random(many));
                shuffled.forEach(xid -> peer.reply(xid + SUCCESS));
            }
            for (CompletableFuture<RpcOutcome> future : futures) {
                assertInstanceOf(RpcOutcome.Success.class, future.join());
            }
            assertEquals(many, xids.size());
        }
    }

    private void assertAnotherCallWorks() {
        CompletableFuture<RpcOutcome> future = calls.call(call(), List.of(), LONG);
        peer.reply(xid(peer.receive()) + SUCCESS);
        assertInstanceOf(RpcOutcome.Success.class, future.join());
    }

    /** Moves the clock; what is due by then has been done when this returns. */
    private void advance(Duration duration) {
        clock.addAndGet(duration.toNanos());
        loop.closeWith(() -> {});
    }

    private RpcCall call() {
        return call(XdrEncodable.VOID);
    }

    private RpcCall call(XdrEncodable arguments) {
        return new RpcCall(peer.address(), 100024, 1, 6, arguments);
    }

    private static RpcCall call(InetSocketAddress to) {
        return new RpcCall(to, 100024, 1, 6, XdrEncodable.VOID);
    }

    static String xid(String call) {
        return call.substring(0, 8);
    }
}
