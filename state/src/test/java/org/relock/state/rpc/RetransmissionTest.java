package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.accepted;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.record;
import static org.relock.state.rpc.Wire.success;
import static org.relock.state.rpc.Wire.word;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/** Calls that come again, over real sockets. NLM check 43. */
class RetransmissionTest {

    private static final int LOCK = 1;
    private static final int UNLOCK = 2;
    private static final int SLOW = 3;
    private static final int MESSAGE = 4;
    private static final int BREAKS = 5;
    private static final int TEST = 6;

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger executed = new AtomicInteger();
    private final BlockingQueue<CompletableFuture<XdrEncodable>> promises =
            new LinkedBlockingQueue<>();
    private RpcServer server;

    @BeforeEach
    void serve() throws IOException {
        Program program =
                new Program(PROGRAM, 1)
                        .procedure(LOCK, "LOCK", XdrReader::i32, (caller, n) -> held(1))
                        .procedure(UNLOCK, "UNLOCK", XdrReader::i32, (caller, n) -> held(0))
                        .procedure(
                                SLOW,
                                "SLOW",
                                XdrReader::i32,
                                (caller, n) -> {
                                    executed.incrementAndGet();
                                    CompletableFuture<XdrEncodable> promise =
                                            new CompletableFuture<>();
                                    promises.add(promise);
                                    return Answer.later(promise);
                                })
                        .procedure(
                                MESSAGE,
                                "MESSAGE",
                                XdrReader::i32,
                                (caller, n) -> {
                                    executed.incrementAndGet();
                                    return Answer.none();
                                })
                        .procedure(
                                BREAKS,
                                "BREAKS",
                                XdrReader::i32,
                                (caller, n) -> {
                                    executed.incrementAndGet();
                                    throw new IllegalStateException("on purpose");
                                })
                        .procedure(
                                TEST,
                                "TEST",
                                XdrReader::i32,
                                (caller, n) -> Answer.now(xdr -> xdr.i32(held.get())))
                        .cached(LOCK, UNLOCK, SLOW, MESSAGE, BREAKS);
        server =
                RpcServer.open(
                        ServerConfig.of("test", program)
                                .withLoops(2)
                                .withReplyCache(
                                        new ReplyCache(ReplyCache.Bounds.STANDARD, Ticker.SYSTEM)));
        server.start();
    }

    private Answer held(int now) {
        executed.incrementAndGet();
        int before = held.getAndSet(now);
        return Answer.now(xdr -> xdr.i32(before));
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

    private static String of(int xid, int procedure) {
        return call(xid, PROGRAM, 1, procedure, word(7));
    }

    /** E35: the unlock comes again after the owner has locked again. */
    @Test
    void anUnlockThatComesAgainDoesNotDropTheNewLock() throws IOException {
        try (Wire.Tcp tcp = tcp();
                Wire.Tcp second = tcp();
                Wire.Udp udp = udp();
                Wire.Udp otherPort = udp()) {
            tcp.ask(of(1, LOCK));
            String unlocked = tcp.ask(of(2, UNLOCK));
            assertEquals(success(2, word(1)), unlocked);
            tcp.ask(of(3, LOCK));
            assertEquals(unlocked, tcp.ask(of(2, UNLOCK)));
            assertEquals(unlocked, second.ask(of(2, UNLOCK)));
            assertEquals(unlocked, udp.ask(of(2, UNLOCK)));
            assertEquals(unlocked, otherPort.ask(of(2, UNLOCK)));
            assertEquals(success(4, word(1)), tcp.ask(of(4, TEST)));
            assertEquals(3, executed.get());
            // An unlock of its own right does.
            tcp.ask(of(5, UNLOCK));
            assertEquals(success(6, word(0)), tcp.ask(of(6, TEST)));
        }
    }

    @Test
    void aCallThatComesAgainInOneBatchIsExecutedOnceAndAnsweredTwice() throws IOException {
        try (Wire.Tcp tcp = tcp()) {
            tcp.send(record(of(1, LOCK)) + record(of(1, LOCK)) + record(nullCall(2)));
            assertEquals(success(1, word(0)), tcp.reply());
            assertEquals(success(1, word(0)), tcp.reply());
            assertEquals(success(2, ""), tcp.reply());
            assertEquals(1, executed.get());
        }
    }

    /** Ganesha #951: the second copy is answered as if it were another request. */
    @Test
    void whileACallIsInProgressItsCopiesAreDropped() throws Exception {
        try (Wire.Tcp first = tcp();
                Wire.Tcp second = tcp();
                Wire.Udp udp = udp()) {
            first.send(record(of(1, SLOW)));
            CompletableFuture<XdrEncodable> promise = promises.take();
            second.send(record(of(1, SLOW)));
            // The next reply on each is that of the next call.
            assertEquals(success(2, ""), second.ask(nullCall(2)));
            udp.send(of(1, SLOW));
            assertEquals(success(3, ""), udp.ask(nullCall(3)));
            promise.complete(xdr -> xdr.i32(42));
            assertEquals(success(1, word(42)), first.reply());
            assertEquals(success(1, word(42)), second.ask(of(1, SLOW)));
            assertEquals(success(1, word(42)), udp.ask(of(1, SLOW)));
            assertEquals(1, executed.get());
        }
    }

    @Test
    void aConnectionThatBreaksBeforeTheReplyFindsItOnTheNext() throws Exception {
        CompletableFuture<XdrEncodable> promise;
        try (Wire.Tcp first = tcp()) {
            first.send(record(of(1, SLOW)));
            promise = promises.take();
        }
        promise.complete(xdr -> xdr.i32(42));
        try (Wire.Tcp second = tcp()) {
            assertEquals(success(1, word(42)), second.ask(of(1, SLOW)));
            assertEquals(1, executed.get());
        }
    }

    @Test
    void aMessageWithoutReplyIsNotExecutedAgain() throws IOException {
        try (Wire.Udp udp = udp()) {
            udp.send(of(1, MESSAGE)).send(of(1, MESSAGE));
            assertEquals(success(2, ""), udp.ask(nullCall(2)));
            assertEquals(1, executed.get());
        }
    }

    @Test
    void aFailureIsAnsweredAgainAndNotTriedAgain() throws IOException {
        try (Wire.Tcp tcp = tcp()) {
            assertEquals(accepted(1, 5, ""), tcp.ask(of(1, BREAKS)));
            assertEquals(accepted(1, 5, ""), tcp.ask(of(1, BREAKS)));
            assertEquals(1, executed.get());
            String garbage = call(2, PROGRAM, 1, LOCK, "");
            assertEquals(accepted(2, 4, ""), tcp.ask(garbage));
            assertEquals(accepted(2, 4, ""), tcp.ask(garbage));
            assertEquals(success(2, word(0)), tcp.ask(of(2, LOCK)));
        }
    }
}
