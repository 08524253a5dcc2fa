package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.state.rpc.ReplyCache.Verdict.DONE;
import static org.relock.state.rpc.ReplyCache.Verdict.IN_PROGRESS;
import static org.relock.state.rpc.ReplyCache.Verdict.NEW;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrReader;

/** What is kept of replies, and for how long. NLM checks 43 and 44. */
class ReplyCacheTest {

    private static final InetAddress ALICE = address("192.0.2.1");
    private static final InetAddress BOB = address("2001:db8::2");
    private static final byte[] REPLY = {1, 2, 3, 4};
    private static final ReplyCache.Bounds SMALL =
            new ReplyCache.Bounds(160, 1_048_576, 1_000, Duration.ofSeconds(10));

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final ReplyCache cache = new ReplyCache(SMALL, clock::get);

    private static InetAddress address(String text) {
        return new InetSocketAddress(text, 1).getAddress();
    }

    private CachedCall call(InetAddress source, int xid, int procedure, String arguments) {
        CallHeader header = new CallHeader(xid, 2, 100021, 4, procedure, 0, ByteBuffer.allocate(0));
        return cache.key(source, header, new XdrReader(ByteBuffer.wrap(Wire.bytes(arguments))));
    }

    private CachedCall call(InetAddress source, int xid) {
        return call(source, xid, 4, "00000001");
    }

    private CachedCall done(InetAddress source, int xid, byte[] reply) {
        CachedCall call = call(source, xid);
        assertEquals(NEW, cache.claim(call));
        cache.done(call, reply);
        return call;
    }

    @Test
    void theSameCallIsNewThenInProgressThenDone() {
        CachedCall first = call(ALICE, 1);
        assertEquals(NEW, cache.claim(first));
        assertEquals(IN_PROGRESS, cache.claim(call(ALICE, 1)));
        cache.done(first, REPLY);
        CachedCall again = call(ALICE, 1);
        assertEquals(DONE, cache.claim(again));
        assertArrayEquals(REPLY, again.reply);
        assertEquals(new ReplyCache.Counts(1, 1, 0, 1), cache.counts());
    }

    @Test
    void whateverDiffersMakesAnotherCall() {
        done(ALICE, 1, REPLY);
        assertEquals(NEW, cache.claim(call(BOB, 1)));
        assertEquals(NEW, cache.claim(call(ALICE, 2)));
        assertEquals(NEW, cache.claim(call(ALICE, 1, 3, "00000001")));
        assertEquals(NEW, cache.claim(call(ALICE, 1, 4, "00000002")));
        assertEquals(NEW, cache.claim(call(ALICE, 1, 4, "0000000100000000")));
    }

    @Test
    void aReplyIsForgottenWhenItsTimeIsUp() {
        done(ALICE, 1, REPLY);
        clock.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        assertEquals(DONE, cache.claim(call(ALICE, 1)));
        clock.addAndGet(1);
        assertEquals(NEW, cache.claim(call(ALICE, 1)));
    }

    @Test
    void oldRepliesAreClearedAwayByWhoeverComes() {
        for (int i = 0; i < 100; i++) {
            done(ALICE, i, REPLY);
        }
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        for (int i = 0; i < 1_000; i++) {
            cache.claim(call(BOB, i));
        }
        assertEquals(0, cache.counts().kept());
    }

    @Test
    void aSourceThatCallsMuchTakesNothingFromOthers() {
        for (int i = 0; i < 20; i++) {
            done(BOB, i, REPLY);
        }
        for (int i = 0; i < 50_000; i++) {
            done(ALICE, i, REPLY);
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(DONE, cache.claim(call(BOB, i)));
        }
        assertTrue(cache.counts().kept() <= 160 + 20, cache.counts().toString());
        assertEquals(DONE, cache.claim(call(ALICE, 49_999)));
    }

    @Test
    void repliesTogetherTakeNoMoreThanTheirMemory() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[4];
            random.nextBytes(bytes);
            InetAddress source = address((bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + ".7.7");
            done(source, i, new byte[1_000]);
        }
        assertTrue(cache.counts().kept() <= 1_048_576 / 1_000, cache.counts().toString());
        assertTrue(cache.counts().kept() > 500, cache.counts().toString());
    }

    /** NLM check 44. */
    @Test
    void whatIsInProgressIsNeverForgotten() {
        List<CachedCall> inProgress = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            CachedCall call = call(ALICE, i);
            assertEquals(NEW, cache.claim(call));
            inProgress.add(call);
        }
        for (int i = 10_000; i < 20_000; i++) {
            done(ALICE, i, REPLY);
        }
        clock.addAndGet(Duration.ofHours(1).toNanos());
        done(ALICE, 30_000, REPLY);
        for (int i = 0; i < 2_000; i++) {
            assertEquals(IN_PROGRESS, cache.claim(call(ALICE, i)));
        }
        for (CachedCall call : inProgress) {
            cache.done(call, REPLY);
        }
        assertEquals(DONE, cache.claim(call(ALICE, 1_999)));
    }

    @Test
    void aReplyTooLongIsNotKept() {
        done(ALICE, 1, new byte[1_001]);
        assertEquals(NEW, cache.claim(call(ALICE, 1)));
    }

    /** A plain map, with bounds that are never reached, must agree. */
    @Test
    void anyOrderOfCallsAgreesWithAMap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Integer, byte[]> expected = new HashMap<>();
        Map<Integer, CachedCall> running = new HashMap<>();
        for (int step = 0; step < 5_000; step++) {
            int xid = random.nextInt(60);
            CachedCall call = call(ALICE, xid);
            ReplyCache.Verdict verdict = cache.claim(call);
            if (running.containsKey(xid)) {
                assertEquals(IN_PROGRESS, verdict, "seed " + seed);
                if (random.nextBoolean()) {
                    byte[] reply = {(byte) step};
                    cache.done(running.remove(xid), reply);
                    expected.put(xid, reply);
                }
            } else if (expected.containsKey(xid)) {
                // The bound of a part may be reached, if many keys fall into it.
                if (verdict == DONE) {
                    assertArrayEquals(expected.get(xid), call.reply, "seed " + seed);
                } else {
                    assertEquals(NEW, verdict, "seed " + seed);
                    assertTrue(cache.counts().evicted() > 0, "seed " + seed);
                    running.put(xid, call);
                }
            } else {
                assertEquals(NEW, verdict, "seed " + seed);
                running.put(xid, call);
            }
        }
    }
}
