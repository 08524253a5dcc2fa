package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.accepted;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.fragment;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.record;
import static org.relock.state.rpc.Wire.success;
import static org.relock.state.rpc.Wire.word;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/**
 * What strangers can do to a server. Whatever they do, the next caller is answered; the numbers K
 * and P are those of the faults that oncrpc4j's own server has.
 */
class HostileClientsTest {

    private static final int BYTES = 1;
    private static final int LATER = 2;
    private static final int FAILS = 3;

    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger calls = new AtomicInteger();
    private final BlockingQueue<CompletableFuture<XdrEncodable>> promises =
            new LinkedBlockingQueue<>();
    private RpcServer server;

    private void serve(Limits limits) throws IOException {
        Program program =
                new Program(PROGRAM, 1)
                        .procedure(BYTES, "BYTES", XdrReader::i32, this::bytes)
                        .procedure(LATER, "LATER", XdrReader::i32, this::later)
                        .procedure(
                                FAILS,
                                "FAILS",
                                XdrReader::i32,
                                (caller, number) -> {
                                    throw new StackOverflowError("on purpose");
                                });
        server = RpcServer.open(ServerConfig.of("test", program).withLoops(1).withLimits(limits));
        server.start();
    }

    /** As many bytes as asked for, in words of that number. */
    private Answer bytes(Caller caller, int count) {
        calls.incrementAndGet();
        return Answer.now(
                xdr -> {
                    for (int i = 0; i < count; i += 4) {
                        xdr.i32(count);
                    }
                });
    }

    private Answer later(Caller caller, int number) {
        CompletableFuture<XdrEncodable> promise = new CompletableFuture<>();
        promises.add(promise);
        return Answer.later(promise);
    }

    @AfterEach
    void close() {
        promises.forEach(promise -> promise.complete(XdrEncodable.VOID));
        server.close();
    }

    private Wire.Tcp tcp() throws IOException {
        return new Wire.Tcp(server.ports().tcp().getAsInt());
    }

    private Wire.Udp udp() throws IOException {
        return new Wire.Udp(server.ports().udp().getAsInt());
    }

    private void othersAreServed() throws IOException {
        try (Wire.Tcp tcp = tcp();
                Wire.Udp udp = udp()) {
            assertEquals(success(1, ""), tcp.ask(nullCall(1)));
            assertEquals(success(2, ""), udp.ask(nullCall(2)));
        }
    }

    private static String bytesCall(int xid, int count) {
        return call(xid, PROGRAM, 1, BYTES, word(count));
    }

    private static String laterCall(int xid) {
        return call(xid, PROGRAM, 1, LATER, "00000000");
    }

    /** K3: 2 GiB were allocated for it before anything was checked. */
    @Test
    void aDatagramThatAnnouncesACredentialOf2GibIsIgnored() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Udp udp = udp()) {
            String hostile = nullCall(1).substring(0, 56) + "7ffffff0";
            udp.send(hostile).send(hostile + "00".repeat(100)).send("").send("00");
            assertEquals(success(2, ""), udp.ask(nullCall(2)));
        }
        othersAreServed();
    }

    /** K3, over TCP and within the arguments. */
    @Test
    void argumentsThatAnnounceMoreThanThereIsAreGarbage() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Tcp tcp = tcp()) {
            tcp.send(record(nullCall(1).substring(0, 56) + "7ffffff0" + "00".repeat(100)));
            assertEquals(accepted(2, 4, ""), tcp.ask(call(2, PROGRAM, 1, BYTES, "00")));
            assertEquals(success(3, ""), tcp.ask(nullCall(3)));
        }
    }

    /** K4. */
    @Test
    void aConnectionThatAnnouncesARecordOf2GibIsClosed() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Tcp tcp = tcp()) {
            assertTrue(tcp.send("ffffffff").isClosedByServer());
        }
        othersAreServed();
    }

    @Test
    void whatWasAskedBeforeTheHostileRecordIsAnswered() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Tcp tcp = tcp()) {
            tcp.send(record(nullCall(1)) + record(nullCall(2)) + "ffffffff");
            assertEquals(success(1, ""), tcp.reply());
            assertEquals(success(2, ""), tcp.reply());
            assertTrue(tcp.isClosedByServer());
        }
    }

    /** K7, and nsm.md 1.4. */
    @Test
    void aConnectionThatSendsAnEmptyFragmentIsClosed() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Tcp tcp = tcp()) {
            assertTrue(tcp.send(fragment("")).isClosedByServer());
        }
        try (Wire.Tcp tcp = tcp()) {
            assertTrue(tcp.send(record("")).isClosedByServer());
        }
        othersAreServed();
    }

    /** K2, P1: a reply that cannot be sent ended UDP for good. */
    @Test
    void aReplyThatDoesNotFitIntoADatagramIsDropped() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Udp udp = udp()) {
            udp.send(bytesCall(1, 70_000));
            assertEquals(success(2, word(4)), udp.ask(bytesCall(2, 4)));
            int most = (Limits.LARGEST_DATAGRAM - 24) / 4 * 4;
            assertEquals(48 + 2 * most, udp.ask(bytesCall(3, most)).length());
        }
    }

    /** K5, P9: replies were queued without end. */
    @Test
    void aClientThatDoesNotReadItsRepliesIsNotReadAndThenClosed() throws IOException {
        int unsent = 100_000;
        serve(
                Limits.STANDARD
                        .withBuffers(unsent, 10 * unsent)
                        .withPatience(NEVER, Duration.ofMillis(500), NEVER));
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            block.append(record(bytesCall(i, 1_000)));
        }
        try (Wire.Tcp tcp = new Wire.Tcp(server.ports().tcp().getAsInt(), 4_096)) {
            boolean closed = false;
            while (!closed) {
                try {
                    tcp.send(block.toString());
                } catch (IOException e) {
                    closed = true;
                }
            }
        }
        // What was answered lies in the kernel's buffers and ours, and not in our memory.
        assertTrue(calls.get() < 20_000, calls + " calls begun");
        othersAreServed();
    }

    /** K6: others waited for the one that did not read. */
    @Test
    void othersAreServedWhileOneDoesNotReadLargeReplies() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Tcp tcp = tcp()) {
            for (int i = 0; i < 100; i++) {
                tcp.send(record(bytesCall(i, 1_000_000)));
            }
            othersAreServed();
            for (int i = 0; i < 100; i++) {
                assertEquals(success(i, word(1_000_000).repeat(250_000)), tcp.reply());
            }
        }
    }

    /** P5, P6, P7: record marks were lost and replies interleaved when the socket was full. */
    @Test
    void repliesOfTwoKindsToAClientThatReadsLateStayWhole() throws Exception {
        serve(Limits.STANDARD.withBuffers(10_000_000, 100_000_000));
        try (Wire.Tcp tcp = tcp()) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 60; i += 2) {
                tcp.send(record(laterCall(i)) + record(bytesCall(i + 1, 60_000)));
                expected.add(success(i, word(i).repeat(15_000)));
                expected.add(success(i + 1, word(60_000).repeat(15_000)));
            }
            for (int i = 0; i < 60; i += 2) {
                byte[] words = Wire.bytes(word(i).repeat(15_000));
                promises.take().complete(xdr -> xdr.xdrEncodeOpaque(words, words.length));
            }
            List<String> replies = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                replies.add(tcp.reply());
            }
            replies.sort(null);
            expected.sort(null);
            assertEquals(expected, replies);
        }
    }

    /** P10: calls waited in a queue without end. */
    @Test
    void aConnectionWithTooManyCallsInFlightIsNotReadUntilSomeAreAnswered() throws Exception {
        serve(Limits.STANDARD.withCallsInFlight(2, 1_000));
        try (Wire.Tcp tcp = tcp()) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                many.append(record(laterCall(i)));
            }
            tcp.send(many + record(nullCall(99)));
            CompletableFuture<XdrEncodable> first = promises.take();
            CompletableFuture<XdrEncodable> second = promises.take();
            othersAreServed();
            assertEquals(0, promises.size());
            second.complete(XdrEncodable.VOID);
            assertEquals(success(1, ""), tcp.reply());
            promises.take().complete(XdrEncodable.VOID);
            assertEquals(success(2, ""), tcp.reply());
            first.complete(XdrEncodable.VOID);
            assertEquals(success(0, ""), tcp.reply());
            promises.take().complete(XdrEncodable.VOID);
            promises.take().complete(XdrEncodable.VOID);
            List<String> rest = new ArrayList<>(List.of(tcp.reply(), tcp.reply(), tcp.reply()));
            rest.sort(null);
            assertEquals(List.of(success(3, ""), success(4, ""), success(99, "")), rest);
        }
    }

    @Test
    void withTooManyCallsInFlightConnectionsWaitAndDatagramsAreDropped() throws Exception {
        serve(Limits.STANDARD.withCallsInFlight(2, 2));
        try (Wire.Tcp one = tcp();
                Wire.Tcp other = tcp();
                Wire.Udp udp = udp()) {
            one.send(record(laterCall(1)) + record(laterCall(2)));
            CompletableFuture<XdrEncodable> first = promises.take();
            CompletableFuture<XdrEncodable> second = promises.take();
            other.send(record(nullCall(3)));
            udp.send(nullCall(4));
            first.complete(XdrEncodable.VOID);
            second.complete(XdrEncodable.VOID);
            assertEquals(success(1, ""), one.reply());
            assertEquals(success(2, ""), one.reply());
            assertEquals(success(3, ""), other.reply());
        }
        othersAreServed();
    }

    /** P11: an Error ended the thread that serves. */
    @Test
    void aProcedureThatFailsCostsItsConnectionNothing() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Tcp tcp = tcp()) {
            String fails = call(1, PROGRAM, 1, FAILS, "00000000");
            assertEquals(accepted(1, 5, ""), tcp.ask(fails));
            assertEquals(accepted(1, 5, ""), tcp.ask(fails));
            assertEquals(success(2, ""), tcp.ask(nullCall(2)));
        }
    }

    /** P16: a reply's padding was whatever had been in the buffer. */
    @Test
    void nothingOfOtherRepliesIsInAShortOne() throws IOException {
        serve(Limits.STANDARD);
        try (Wire.Tcp tcp = tcp()) {
            tcp.ask(bytesCall(1, 10_000));
            assertEquals(success(2, word(1)), tcp.ask(bytesCall(2, 1)));
        }
    }

    @Test
    void aRecordThatIsNotFinishedInTimeClosesItsConnection() throws IOException {
        serve(Limits.STANDARD.withPatience(AT_ONCE, NEVER, NEVER));
        for (String half : List.of("80", "80000028", "80000028" + "0102", fragment("01"))) {
            try (Wire.Tcp tcp = tcp()) {
                assertEquals(success(1, ""), tcp.ask(nullCall(1)));
                assertTrue(tcp.send(half).isClosedByServer());
            }
        }
        othersAreServed();
    }

    @Test
    void anIdleConnectionIsClosedInTheEnd() throws IOException {
        serve(Limits.STANDARD.withPatience(NEVER, NEVER, AT_ONCE));
        try (Wire.Tcp silent = tcp();
                Wire.Tcp used = tcp()) {
            assertEquals(success(1, ""), used.ask(nullCall(1)));
            assertTrue(silent.isClosedByServer());
            assertTrue(used.isClosedByServer());
        }
    }

    @Test
    void aConnectionThatWaitsForItsAnswerIsNotIdle() throws Exception {
        serve(Limits.STANDARD.withPatience(NEVER, NEVER, AT_ONCE));
        try (Wire.Tcp waits = tcp();
                Wire.Tcp idle = tcp()) {
            waits.send(record(laterCall(1)));
            CompletableFuture<XdrEncodable> promise = promises.take();
            assertTrue(idle.isClosedByServer());
            promise.complete(XdrEncodable.VOID);
            assertEquals(success(1, ""), waits.reply());
        }
    }

    /** nsm.md 1.4: the oldest are closed, UDP and TCP service unaffected. */
    @Test
    void whenTooManyConnectIdleOnesGoOldestFirst() throws Exception {
        serve(Limits.STANDARD.withConnections(3));
        try (Wire.Tcp waits = tcp();
                Wire.Tcp first = tcp();
                Wire.Tcp second = tcp()) {
            waits.send(record(laterCall(1)));
            CompletableFuture<XdrEncodable> promise = promises.take();
            assertEquals(success(2, ""), second.ask(nullCall(2)));
            assertEquals(success(3, ""), first.ask(nullCall(3)));
            try (Wire.Tcp newcomer = tcp()) {
                assertEquals(success(4, ""), newcomer.ask(nullCall(4)));
                assertTrue(second.isClosedByServer());
                assertEquals(success(5, ""), first.ask(nullCall(5)));
            }
            promise.complete(XdrEncodable.VOID);
            assertEquals(success(1, ""), waits.reply());
        }
    }

    @Test
    void whenAllConnectionsAreBusyNewcomersAreClosed() throws Exception {
        serve(Limits.STANDARD.withConnections(2));
        try (Wire.Tcp one = tcp();
                Wire.Tcp other = tcp()) {
            one.send(record(laterCall(1)));
            other.send(record(laterCall(2)));
            CompletableFuture<XdrEncodable> first = promises.take();
            CompletableFuture<XdrEncodable> second = promises.take();
            try (Wire.Tcp newcomer = tcp()) {
                assertTrue(newcomer.isClosedByServer());
            }
            first.complete(XdrEncodable.VOID);
            second.complete(XdrEncodable.VOID);
            assertEquals(success(1, ""), one.reply());
            assertEquals(success(2, ""), other.reply());
        }
    }

    /** Whatever is held by all together has a limit; who has held something longest goes. */
    @Test
    void halfRecordsOfManyConnectionsTogetherHaveALimit() throws IOException {
        serve(Limits.STANDARD.withBuffers(1_000, 100_000));
        String half = "80008000" + "61".repeat(30_000);
        try (Wire.Tcp oldest = tcp();
                Wire.Tcp second = tcp();
                Wire.Tcp third = tcp();
                Wire.Tcp fourth = tcp()) {
            for (Wire.Tcp tcp : List.of(oldest, second, third, fourth)) {
                tcp.send(half);
                othersAreServed();
            }
            assertTrue(oldest.isClosedByServer());
            String rest = "61".repeat(2_768);
            // Not calls, so not answered; but read to the end, and the connections live.
            assertEquals(success(7, ""), third.send(rest).ask(nullCall(7)));
            assertEquals(success(8, ""), fourth.send(rest).ask(nullCall(8)));
        }
    }

    @Test
    void aPeerThatClosesItsHalfStillGetsItsAnswer() throws Exception {
        serve(Limits.STANDARD);
        try (Wire.Tcp tcp = tcp()) {
            tcp.send(record(laterCall(1)) + record(nullCall(2)));
            tcp.socket.shutdownOutput();
            assertEquals(success(2, ""), tcp.reply());
            promises.take().complete(XdrEncodable.VOID);
            assertEquals(success(1, ""), tcp.reply());
            assertTrue(tcp.isClosedByServer());
        }
    }

    @Test
    void aPeerThatHasGoneIsAnsweredInVain() throws Exception {
        serve(Limits.STANDARD);
        for (int i = 0; i < 20; i++) {
            try (Wire.Tcp tcp = tcp()) {
                tcp.socket.setSoLinger(true, 0); // Closing resets the connection.
                tcp.send(record(laterCall(1)));
                CompletableFuture<XdrEncodable> promise = promises.take();
                tcp.socket.close();
                promise.complete(XdrEncodable.VOID);
            }
        }
        othersAreServed();
    }

    @Test
    void randomBytesOnEveryPortHarmNobody() throws IOException {
        serve(Limits.STANDARD);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            String noise = Wire.hex(bytes);
            try (Wire.Tcp tcp = tcp();
                    Wire.Udp udp = udp()) {
                udp.send(noise);
                tcp.send(i % 2 == 0 ? noise : record(noise + "00"));
            }
        }
        try {
            othersAreServed();
        } catch (IOException e) {
            throw new IOException("seed " + seed, e);
        }
    }

    /** nsm.md 1.4, with more than the limit lets in; UDP and TCP go on. */
    @Test
    void elevenHundredIdleConnectionsDisturbNobody() throws IOException {
        serve(Limits.STANDARD);
        List<Wire.Tcp> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1_100; i++) {
                idle.add(tcp());
            }
            othersAreServed();
            assertTrue(idle.get(0).isClosedByServer());
            assertEquals(success(5, ""), idle.get(1_099).ask(nullCall(5)));
        } finally {
            for (Wire.Tcp tcp : idle) {
                tcp.close();
            }
        }
    }
}
