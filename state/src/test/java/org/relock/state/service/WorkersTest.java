package org.relock.state.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.relock.state.threads.PatientThread;

/** The threads that may wait. */
class WorkersTest {

    private static final long PATIENCE_SECONDS = 30;
    private static final int MOST = 16;
    private static final int WAITING = 8_192;
    private static final Duration IDLE = Duration.ofSeconds(10);

    @Test
    void everyTaskRunsAndNoMoreThreadsThanAllowedAreMade() throws Exception {
        Set<Thread> seen = Collections.synchronizedSet(new HashSet<>());
        CountDownLatch done = new CountDownLatch(2_000);
        try (Workers workers = new Workers(MOST, WAITING, IDLE)) {
            for (int i = 0; i < 2_000; i++) {
                workers.execute(
                        () -> {
                            seen.add(Thread.currentThread());
                            done.countDown();
                        });
            }
            assertTrue(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        assertTrue(seen.size() <= MOST, seen.size() + " threads");
    }

    @Test
    void allThreadsWorkAtOnceWhenAllAreNeeded() throws Exception {
        CountDownLatch together = new CountDownLatch(MOST);
        CountDownLatch met = new CountDownLatch(MOST);
        try (Workers workers = new Workers(MOST, WAITING, IDLE)) {
            for (int i = 0; i < MOST; i++) {
                workers.execute(
                        () -> {
                            together.countDown();
                            try {
                                together.await();
                                met.countDown();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
            }
            assertTrue(met.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void aTaskTooManyIsRefused() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        Workers workers = new Workers(MOST, WAITING, IDLE);
        for (int i = 0; i < MOST; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            workers.execute(
                    () -> {
                        begun.countDown();
                        awaitUninterruptibly(go);
                    });
            awaitUninterruptibly(begun);
        }
        for (int i = 0; i < WAITING; i++) {
            workers.execute(ran::incrementAndGet);
        }
        assertThrows(RejectedExecutionException.class, () -> workers.execute(ran::incrementAndGet));
        go.countDown();
        workers.close();
        assertEquals(WAITING, ran.get(), "what was taken is done");
        assertThrows(RejectedExecutionException.class, () -> workers.execute(ran::incrementAndGet));
    }

    @Test
    void aThreadThatIsLentDoesOneTaskItself() throws Exception {
        BlockingQueue<Thread> ranOn = new LinkedBlockingQueue<>();
        try (Workers workers = new Workers(MOST, WAITING, IDLE)) {
            Runnable note = () -> ranOn.add(Thread.currentThread());
            Thread lent =
                    new PatientThread(
                            () ->
                                    PatientThread.lend(
                                            () -> {
                                                workers.execute(note);
                                                workers.execute(note);
                                            }),
                            "lent",
                            0);
            lent.start();
            assertEquals(lent, ranOn.take());
            assertNotEquals(lent, ranOn.take());
        }
    }

    @Test
    void aTaskThatAThreadTookForLaterIsDoneBeforeTheEnd() throws Exception {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        AtomicInteger ran = new AtomicInteger();
        Workers workers = new Workers(MOST, WAITING, IDLE);
        Thread busy =
                new PatientThread(() -> workers.execute(ran::incrementAndGet), "busy", 0) {
                    @Override
                    protected boolean accepts(Runnable task) {
                        return later.add(task);
                    }
                };
        busy.start();
        Runnable taken = later.take();
        assertEquals(0, ran.get());
        Thread closing = new Thread(workers::close);
        closing.start();
        taken.run();
        closing.join();
        assertEquals(1, ran.get());
    }

    @Test
    void aTaskThatFailsHarmsNoOther() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Workers workers = new Workers(MOST, WAITING, IDLE)) {
            workers.execute(
                    () -> {
                        throw new IllegalStateException("broken");
                    });
            workers.execute(done::countDown);
            assertTrue(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
