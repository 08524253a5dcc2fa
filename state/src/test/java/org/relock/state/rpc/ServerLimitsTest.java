package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.state.rpc.Wire.fragment;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.record;
import static org.relock.state.rpc.Wire.success;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrEncodable;

/** Nobody gets more than {@link Limits} gives, and nobody else suffers for those who try. */
class ServerLimitsTest extends ServedToStrangers {

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
            // A server that answered would do so well within this time; a slow one is let off.
            other.socket.setSoTimeout(200);
            udp.socket.setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, other::reply);
            assertThrows(SocketTimeoutException.class, udp::reply);
            other.socket.setSoTimeout(Wire.PATIENCE_MILLIS);
            first.complete(XdrEncodable.VOID);
            second.complete(XdrEncodable.VOID);
            assertEquals(success(1, ""), one.reply());
            assertEquals(success(2, ""), one.reply());
            assertEquals(success(3, ""), other.reply());
        }
        othersAreServed();
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
