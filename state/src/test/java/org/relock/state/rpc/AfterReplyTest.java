package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.accepted;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.record;
import static org.relock.state.rpc.Wire.success;
import static org.relock.state.rpc.Wire.word;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/** NLM check 26: what is sent because of a call comes after its reply. */
class AfterReplyTest {

    private static final int NOW = 1;
    private static final int LATER = 2;
    private static final int BREAKS = 3;
    private static final int LARGE = 4;

    /** More than a socket's buffers take while nobody reads, in words. */
    private static final int LARGE_WORDS = 4_000_000;

    private final BlockingQueue<Integer> ran = new LinkedBlockingQueue<>();
    private final BlockingQueue<CompletableFuture<XdrEncodable>> promises =
            new LinkedBlockingQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private volatile Runnable also = () -> {};
    private RpcServer server;

    @BeforeEach
    void serve() throws IOException {
        Program program =
                new Program(PROGRAM, 1)
                        .procedure(
                                NOW,
                                "NOW",
                                XdrReader::i32,
                                (caller, n) -> {
                                    begun.incrementAndGet();
                                    return Answer.now(xdr -> xdr.i32(n)).afterwards(() -> note(n));
                                })
                        .procedure(
                                LATER,
                                "LATER",
                                XdrReader::i32,
                                (caller, n) -> {
                                    CompletableFuture<XdrEncodable> promise =
                                            new CompletableFuture<>();
                                    promises.add(promise);
                                    return Answer.later(promise).afterwards(() -> note(n));
                                })
                        .procedure(
                                BREAKS,
                                "BREAKS",
                                XdrReader::i32,
                                (caller, n) ->
                                        Answer.now(
                                                        xdr -> {
                                                            throw new IllegalStateException("so");
                                                        })
                                                .afterwards(() -> note(n)))
                        .procedure(
                                LARGE,
                                "LARGE",
                                XdrReader::i32,
                                (caller, n) ->
                                        Answer.now(
                                                        xdr -> {
                                                            for (int i = 0; i < LARGE_WORDS; i++) {
                                                                xdr.i32(n);
                                                            }
                                                        })
                                                .afterwards(() -> note(n)));
        Limits limits = Limits.STANDARD.withBuffers(8 * LARGE_WORDS, 64 * LARGE_WORDS);
        server = RpcServer.open(ServerConfig.of("test", program).withLoops(1).withLimits(limits));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void note(int number) {
        also.run();
        ran.add(number);
    }

    private int ran() throws InterruptedException {
        Integer number = ran.poll(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return number == null ? -1 : number;
    }

    private Wire.Tcp tcp() throws IOException {
        return new Wire.Tcp(server.ports().tcp().getAsInt());
    }

    /** The thing sent afterwards goes to the very socket that waits for the reply. */
    @Test
    void aDatagramSentAfterwardsArrivesAfterTheReply() throws Exception {
        try (DatagramSocket voice = new DatagramSocket();
                Wire.Udp udp = new Wire.Udp(null, address())) {
            int port = udp.socket.getLocalPort();
            udp.socket.disconnect();
            also =
                    () -> {
                        try {
                            voice.send(
                                    new DatagramPacket(
                                            new byte[] {0x47},
                                            1,
                                            InetAddress.getLoopbackAddress(),
                                            port));
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    };
            for (int i = 0; i < 200; i++) {
                byte[] bytes = Wire.bytes(call(i, PROGRAM, 1, NOW, word(i)));
                udp.socket.send(new DatagramPacket(bytes, bytes.length, address()));
                assertEquals(success(i, word(i)), udp.reply());
                assertEquals("47", udp.reply());
            }
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.ports().udp().getAsInt());
    }

    @Test
    void allOfABatchAreRunInOrderAndOnce() throws Exception {
        try (Wire.Tcp tcp = tcp()) {
            StringBuilder batch = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                batch.append(record(call(i, PROGRAM, 1, NOW, word(i))));
            }
            tcp.send(batch.toString());
            for (int i = 0; i < 100; i++) {
                assertEquals(success(i, word(i)), tcp.reply());
                assertEquals(i, ran());
            }
            assertEquals(0, ran.size());
        }
    }

    @Test
    void repliesThatComeLateAreFollowedToo() throws Exception {
        try (Wire.Tcp tcp = tcp();
                Wire.Udp udp = new Wire.Udp(server.ports().udp().getAsInt())) {
            tcp.send(record(call(1, PROGRAM, 1, LATER, word(11))));
            CompletableFuture<XdrEncodable> promise = promises.take();
            assertEquals(0, ran.size());
            promise.complete(XdrEncodable.VOID);
            assertEquals(success(1, ""), tcp.reply());
            assertEquals(11, ran());
            udp.send(call(2, PROGRAM, 1, LATER, word(12)));
            promises.take().completeExceptionally(new IllegalStateException("on purpose"));
            assertEquals(accepted(2, 5, ""), udp.reply());
            assertEquals(12, ran());
        }
    }

    @Test
    void aReplyThatCannotBeWrittenIsFollowedAllTheSame() throws Exception {
        try (Wire.Tcp tcp = tcp()) {
            assertEquals(accepted(1, 5, ""), tcp.ask(call(1, PROGRAM, 1, BREAKS, word(13))));
            assertEquals(13, ran());
        }
    }

    /** While the peer does not read, its reply is not sent, and nothing may overtake it. */
    @Test
    void nothingOvertakesAReplyThatThePeerDoesNotRead() throws Exception {
        try (Wire.Tcp slow = new Wire.Tcp(server.ports().tcp().getAsInt(), 4_096)) {
            slow.send(record(call(1, PROGRAM, 1, LARGE, word(1))));
            slow.send(record(call(2, PROGRAM, 1, NOW, word(2))));
            while (begun.get() == 0) {
                Thread.onSpinWait(); // Until both replies are on their way.
            }
            try (Wire.Tcp other = tcp()) {
                // Served after the first two, by the same thread.
                assertEquals(success(3, word(3)), other.ask(call(3, PROGRAM, 1, NOW, word(3))));
                assertEquals(3, ran());
            }
            assertEquals(0, ran.size());
            slow.reply();
            assertEquals(1, ran());
            slow.reply();
            assertEquals(2, ran());
        }
    }

    @Test
    void whatCannotBeSentAnyMoreIsRunWhenTheConnectionEnds() throws Exception {
        CompletableFuture<XdrEncodable> promise;
        try (Wire.Tcp slow = new Wire.Tcp(server.ports().tcp().getAsInt(), 4_096)) {
            slow.send(record(call(1, PROGRAM, 1, LARGE, word(1))));
            slow.send(record(call(2, PROGRAM, 1, LATER, word(2))));
            promise = promises.take();
            assertEquals(0, ran.size());
            slow.socket.setSoLinger(true, 0); // To be closed with a reset.
        }
        assertEquals(1, ran());
        promise.complete(XdrEncodable.VOID);
        assertEquals(2, ran());
    }

    @Test
    void whatThrowsAfterwardsCostsNobodyAnything() throws Exception {
        List<String> replies = new ArrayList<>();
        also =
                () -> {
                    throw new IllegalStateException("on purpose");
                };
        try (Wire.Tcp tcp = tcp()) {
            for (int i = 0; i < 3; i++) {
                replies.add(tcp.ask(call(i, PROGRAM, 1, NOW, word(i))));
            }
        }
        assertEquals(
                List.of(success(0, word(0)), success(1, word(1)), success(2, word(2))), replies);
    }
}
