package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InOrderTest {

    private static final CompletableFuture<String> READY =
            CompletableFuture.completedFuture("ready");

    private final InOrder<String> order = new InOrder<>(20_000);
    private final List<Integer> taken = Collections.synchronizedList(new ArrayList<>());

    private final List<CompletableFuture<Integer>> results = new ArrayList<>();

    private CompletableFuture<Integer> submit(
            String key, CompletableFuture<String> ready, int number) {
        return order.submit(
                        key,
                        ready,
                        value -> {
                            taken.add(number);
                            return number;
                        })
                .orElseThrow();
    }

    private void put(String key, CompletableFuture<String> ready, int number) {
        results.add(submit(key, ready, number));
    }

    @Test
    void whatIsReadyIsDoneOnTheSpot() {
        assertTrue(submit("a", READY, 1).isDone());
        assertEquals(0, order.waiting());
    }

    @Test
    void nothingOvertakesWhatWaits() {
        CompletableFuture<String> late = new CompletableFuture<>();
        put("a", late, 1);
        put("a", READY, 2);
        CompletableFuture<String> later = new CompletableFuture<>();
        put("a", later, 3);
        put("a", READY, 4);
        assertEquals(List.of(), taken);
        late.complete("");
        assertEquals(List.of(1, 2), taken);
        later.complete("");
        assertEquals(List.of(1, 2, 3, 4), taken);
        assertEquals(0, order.waiting());
        put("a", READY, 5);
        assertEquals(List.of(1, 2, 3, 4, 5), taken);
    }

    @Test
    void whatIsReadyLaterStillComesFirstIfItCameFirst() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        put("a", first, 1);
        put("a", second, 2);
        second.complete("");
        assertEquals(List.of(), taken);
        first.complete("");
        assertEquals(List.of(1, 2), taken);
    }

    @Test
    void othersDoNotWait() {
        put("a", new CompletableFuture<>(), 1);
        assertTrue(submit("b", READY, 2).isDone());
    }

    @Test
    void aFailureDoesNotHoldUpThoseBehindIt() {
        CompletableFuture<String> late = new CompletableFuture<>();
        CompletableFuture<Integer> failing = submit("a", late, 1);
        CompletableFuture<Integer> throwing =
                order.<String, Integer>submit(
                                "a",
                                READY,
                                value -> {
                                    throw new IllegalStateException("on purpose");
                                })
                        .orElseThrow();
        CompletableFuture<Integer> next = submit("a", READY, 3);
        late.completeExceptionally(new IllegalStateException("on purpose"));
        assertThrows(CompletionException.class, failing::join);
        assertThrows(CompletionException.class, throwing::join);
        assertEquals(3, next.join());
        assertEquals(0, order.waiting());
    }

    @Test
    void tooManyAreRefused() {
        InOrder<String> small = new InOrder<>(2);
        CompletableFuture<String> late = new CompletableFuture<>();
        small.submit("a", late, value -> 1);
        small.submit("b", late, value -> 2);
        assertEquals(Optional.empty(), small.submit("a", READY, value -> 3));
        assertEquals(Optional.empty(), small.submit("c", late, value -> 3));
        assertTrue(small.submit("c", READY, value -> 3).isPresent());
        late.complete("");
        assertFalse(small.submit("a", READY, value -> 3).isEmpty());
    }

    /** However many wait, the stack does not grow with them. */
    @Test
    void aLongLineIsWorkedOff() {
        CompletableFuture<String> late = new CompletableFuture<>();
        put("a", late, 0);
        for (int i = 1; i < 20_000; i++) {
            put("a", READY, i);
        }
        late.complete("");
        assertEquals(20_000, taken.size());
        assertEquals(19_999, taken.get(19_999));
    }

    /** Whichever thread makes which request ready, each line keeps its order and none is lost. */
    @Test
    void threadsMayMakeThingsReadyInAnyOrder() throws InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            taken.clear();
            List<CompletableFuture<String>> all = new ArrayList<>();
            results.clear();
            for (int i = 0; i < 40; i++) {
                all.add(new CompletableFuture<>());
            }
            List<CompletableFuture<String>> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, random);
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                List<CompletableFuture<String>> part = shuffled.subList(t * 10, t * 10 + 10);
                Thread thread =
                        new Thread(
                                () -> {
                                    try {
                                        go.await();
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                    part.forEach(ready -> ready.complete(""));
                                });
                thread.start();
                threads.add(thread);
            }
            go.countDown();
            for (int i = 0; i < 40; i++) {
                put("a", all.get(i), i);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            results.forEach(CompletableFuture::join);
            List<Integer> sorted = new ArrayList<>(taken);
            Collections.sort(sorted);
            assertEquals(sorted, taken, "seed " + seed + ", round " + round);
            assertEquals(40, taken.size(), "seed " + seed + ", round " + round);
            assertEquals(0, order.waiting(), "seed " + seed + ", round " + round);
        }
    }
}
