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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrEncodable;

/**
 * What strangers can send. Whatever it is, the next caller is answered; the numbers K and P are
 * those of the faults that oncrpc4j's own server has.
 */
class HostileClientsTest extends ServedToStrangers {

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
}
