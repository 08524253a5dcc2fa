package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.record;
import static org.relock.state.rpc.Wire.success;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.threads.PatientThread;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/** A serving thread that waits for something itself, and those who are served meanwhile. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopCrewTest {

    private static final int WAITS = 1;

    private final BlockingQueue<Boolean> taken = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> waiting = new LinkedBlockingQueue<>();
    private final Semaphore released = new Semaphore(0);

    private RpcServer serve() throws Exception {
        Program program =
                new Program(PROGRAM, 1)
                        .procedure(WAITS, "WAITS", XdrReader::i32, (caller, number) -> waits());
        RpcServer server = RpcServer.open(ServerConfig.of("crew", program).withLoops(1));
        server.start();
        return server;
    }

    private Answer waits() {
        CompletableFuture<XdrEncodable> promise = new CompletableFuture<>();
        Runnable task =
                () -> {
                    waiting.add(Thread.currentThread());
                    released.acquireUninterruptibly();
                    promise.complete(XdrEncodable.VOID);
                };
        boolean accepted = PatientThread.offer(task);
        taken.add(accepted);
        if (!accepted) {
            new Thread(task, "elsewhere").start();
        }
        return Answer.later(promise);
    }

    private static String waitsCall(int xid) {
        return call(xid, PROGRAM, 1, WAITS, "00000000");
    }

    private static Wire.Tcp tcp(RpcServer server) throws Exception {
        return new Wire.Tcp(server.ports().tcp().getAsInt());
    }

    /** Nobody waits for another's disk. */
    @Test
    void whileTheServingThreadWaitsAnotherServesEverybodyElse() throws Exception {
        try (RpcServer server = serve();
                Wire.Tcp patient = tcp(server);
                Wire.Tcp other = tcp(server);
                Wire.Udp udp = new Wire.Udp(server.ports().udp().getAsInt())) {
            patient.send(record(waitsCall(1)));
            assertTrue(taken.take());
            assertEquals("crew-selector-0", waiting.take().getName());
            assertEquals(success(2, ""), other.ask(nullCall(2)));
            assertEquals(success(3, ""), udp.ask(nullCall(3)));
            patient.send(record(nullCall(4)));
            assertEquals(success(4, ""), patient.reply(), "on the same connection, too");
            released.release();
            assertEquals(success(1, ""), patient.reply());
        }
    }

    @Test
    void aThreadThatHasWaitedServesAgain() throws Exception {
        try (RpcServer server = serve();
                Wire.Tcp tcp = tcp(server);
                Wire.Udp udp = new Wire.Udp(server.ports().udp().getAsInt())) {
            released.release(2_000);
            for (int i = 0; i < 1_000; i++) {
                assertEquals(success(i, ""), tcp.ask(waitsCall(i)));
                assertEquals(success(i, ""), udp.ask(waitsCall(i)));
            }
            assertTrue(waiting.stream().distinct().count() < 1_000, "threads are used again");
        }
    }

    /** So that their number has a limit, and a loaded server is not busy with changing leaders. */
    @Test
    void whileACallIsUnderWayNoSecondIsWaitedForByAServingThread() throws Exception {
        try (RpcServer server = serve();
                Wire.Tcp tcp = tcp(server)) {
            tcp.send(record(waitsCall(1)));
            assertTrue(taken.take());
            waiting.take();
            tcp.send(record(waitsCall(2)));
            assertEquals(false, taken.take());
            assertEquals("elsewhere", waiting.take().getName());
            released.release(2);
            tcp.reply();
            tcp.reply();
        }
    }

    @Test
    void closingAnswersTheCallThatAServingThreadWaitsFor() throws Exception {
        RpcServer server = serve();
        try (Wire.Tcp tcp = tcp(server)) {
            tcp.send(record(waitsCall(1)));
            waiting.take();
            Thread closing = new Thread(server::close);
            closing.start();
            released.release();
            assertEquals(success(1, ""), tcp.reply());
            closing.join();
            assertTrue(tcp.isClosedByServer());
        }
    }
}
