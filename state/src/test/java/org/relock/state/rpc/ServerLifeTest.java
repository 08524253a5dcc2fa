package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.record;
import static org.relock.state.rpc.Wire.success;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/** How a server begins and ends. */
class ServerLifeTest {

    private static final int LATER = 1;
    private static final int HANGS = 2;

    private final BlockingQueue<CompletableFuture<XdrEncodable>> promises =
            new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> hanging = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    private ServerConfig config() {
        Program program =
                new Program(PROGRAM, 1)
                        .procedure(
                                LATER,
                                "LATER",
                                XdrReader::i32,
                                (caller, number) -> {
                                    CompletableFuture<XdrEncodable> promise =
                                            new CompletableFuture<>();
                                    promises.add(promise);
                                    return Answer.later(promise);
                                })
                        .procedure(HANGS, "HANGS", XdrReader::i32, (caller, number) -> hang());
        return ServerConfig.of("life", program);
    }

    private Answer hang() {
        hanging.add(Thread.currentThread());
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Answer.none();
    }

    private static int tcp(RpcServer server) {
        return server.ports().tcp().getAsInt();
    }

    @Test
    void portsAreKnownAndTakenBeforeAnythingIsServed() throws Exception {
        try (RpcServer server = RpcServer.open(config());
                Wire.Tcp early = new Wire.Tcp(tcp(server))) {
            early.send(record(nullCall(1)));
            ServerConfig again = config().withPorts(server.ports().udp(), OptionalInt.empty());
            assertThrows(BindException.class, () -> RpcServer.open(again));
            server.start();
            assertEquals(success(1, ""), early.reply());
        }
    }

    @Test
    void aServerThatNeverStartedCanBeClosed() throws Exception {
        RpcServer server = RpcServer.open(config());
        server.close();
        server.close();
        try (ServerSocket free = new ServerSocket(tcp(server))) {
            assertTrue(free.isBound());
        }
    }

    /** What was opened before the failure is given back. */
    @Test
    void aServerThatCannotHaveOnePortHoldsNone() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                DatagramChannel free = DatagramChannel.open()) {
            int port = taken.getLocalPort();
            ServerConfig both = config().withPorts(OptionalInt.of(port), OptionalInt.of(port));
            String said =
                    assertThrows(BindException.class, () -> RpcServer.open(both)).getMessage();
            assertTrue(said.contains("TCP port " + port), said);
            free.bind(new InetSocketAddress(port));
        }
    }

    @Test
    void threadsAreNamedForWhatTheyDo() throws Exception {
        try (RpcServer server = RpcServer.open(config().withLoops(1))) {
            server.start();
            try (Wire.Tcp tcp = new Wire.Tcp(tcp(server))) {
                tcp.send(record(call(1, PROGRAM, 1, HANGS, "00000000")));
                Thread thread = hanging.take();
                assertEquals("life-selector-0", thread.getName());
                assertTrue(thread.isDaemon());
            }
            released.countDown();
        }
    }

    @Test
    void severalLoopsServeSeveralConnections() throws Exception {
        try (RpcServer server = RpcServer.open(config().withLoops(3))) {
            server.start();
            for (int i = 0; i < 6; i++) {
                // It stays open, so the next one goes to another loop.
                Wire.Tcp tcp = new Wire.Tcp(tcp(server));
                assertEquals(success(i, ""), tcp.ask(nullCall(i)));
            }
        }
    }

    @Test
    void closingAnswersCallsInFlightAndTakesNoMore() throws Exception {
        RpcServer server = RpcServer.open(config());
        server.start();
        try (Wire.Tcp tcp = new Wire.Tcp(tcp(server));
                Wire.Udp udp = new Wire.Udp(server.ports().udp().getAsInt());
                Wire.Tcp idle = new Wire.Tcp(tcp(server))) {
            assertEquals(success(9, ""), idle.ask(nullCall(9)));
            tcp.send(record(call(1, PROGRAM, 1, LATER, "00000000")));
            udp.send(call(2, PROGRAM, 1, LATER, "00000000"));
            List<CompletableFuture<XdrEncodable>> both = List.of(promises.take(), promises.take());
            Thread closer = new Thread(server::close, "closer");
            closer.start();
            // When this one is closed, closing has begun.
            assertTrue(idle.isClosedByServer());
            for (CompletableFuture<XdrEncodable> promise : both) {
                promise.complete(XdrEncodable.VOID);
            }
            assertEquals(success(1, ""), tcp.reply());
            assertEquals(success(2, ""), udp.reply());
            assertTrue(tcp.isClosedByServer());
            closer.join();
        }
        try (ServerSocket free = new ServerSocket(tcp(server))) {
            assertTrue(free.isBound());
        }
    }

    @Test
    void closingDoesNotWaitForEverForAnAnswer() throws Exception {
        RpcServer server = RpcServer.open(config());
        server.start();
        try (Wire.Tcp tcp = new Wire.Tcp(tcp(server))) {
            tcp.send(record(call(1, PROGRAM, 1, LATER, "00000000")));
            CompletableFuture<XdrEncodable> promise = promises.take();
            server.close();
            assertTrue(tcp.isClosedByServer());
            promise.complete(XdrEncodable.VOID);
        }
    }

    @Test
    void closingReturnsThoughAProcedureHangsAndEndsWhenThatReturns() throws Exception {
        RpcServer server = RpcServer.open(config().withLoops(1));
        server.start();
        try (Wire.Tcp tcp = new Wire.Tcp(tcp(server))) {
            tcp.send(record(call(1, PROGRAM, 1, HANGS, "00000000")));
            Thread thread = hanging.take();
            server.close();
            assertTrue(thread.isAlive());
            released.countDown();
            thread.join();
            assertTrue(tcp.isClosedByServer());
        }
        try (ServerSocket free = new ServerSocket(tcp(server))) {
            assertTrue(free.isBound());
        }
    }

    @Test
    void nothingToServeIsNoConfiguration() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> ServerConfig.of("nothing"));
        assertThrows(
                IllegalArgumentException.class,
                () -> config().withPorts(OptionalInt.empty(), OptionalInt.empty()));
    }
}
