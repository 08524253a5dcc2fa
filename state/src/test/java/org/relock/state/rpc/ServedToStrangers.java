package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.success;
import static org.relock.state.rpc.Wire.word;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/** A server with a few procedures that its tests need, and one thread that serves. */
abstract class ServedToStrangers {

    static final int BYTES = 1;
    static final int LATER = 2;
    static final int FAILS = 3;

    static final Duration AT_ONCE = Duration.ofMillis(50);
    static final Duration NEVER = Duration.ofDays(1);

    final AtomicInteger calls = new AtomicInteger();
    final BlockingQueue<CompletableFuture<XdrEncodable>> promises = new LinkedBlockingQueue<>();
    RpcServer server;

    final void serve(Limits limits) throws IOException {
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

    final Wire.Tcp tcp() throws IOException {
        return new Wire.Tcp(server.ports().tcp().getAsInt());
    }

    final Wire.Udp udp() throws IOException {
        return new Wire.Udp(server.ports().udp().getAsInt());
    }

    final void othersAreServed() throws IOException {
        try (Wire.Tcp tcp = tcp();
                Wire.Udp udp = udp()) {
            assertEquals(success(1, ""), tcp.ask(nullCall(1)));
            assertEquals(success(2, ""), udp.ask(nullCall(2)));
        }
    }

    static String bytesCall(int xid, int count) {
        return call(xid, PROGRAM, 1, BYTES, word(count));
    }

    static String laterCall(int xid) {
        return call(xid, PROGRAM, 1, LATER, "00000000");
    }
}
