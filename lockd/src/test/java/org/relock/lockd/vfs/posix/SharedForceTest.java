package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers, one disk. */
@Timeout(60)
class SharedForceTest {

    private static final int CALLERS = 8;
    private static final int TIMES = 2_000;

    private final SharedForce shared = new SharedForce();

    @Test
    void whoComesWhileTheDiskIsBusyIsServedTogether() throws Exception {
        AtomicInteger forces = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            Future<Integer> first =
                    callers.submit(
                            () ->
                                    shared.force(
                                            () -> {
                                                forces.incrementAndGet();
                                                begun.countDown();
                                                await(mayEnd);
                                                return 0;
                                            }));
            begun.await();
            List<Thread> threads = new ArrayList<>();
            List<Integer> results = new ArrayList<>();
            for (int i = 1; i < CALLERS; i++) {
                Thread thread =
                        new Thread(
                                () -> {
                                    int result =
                                            shared.force(
                                                    () -> {
                                                        forces.incrementAndGet();
                                                        return -Errno.EIO;
                                                    });
                                    synchronized (results) {
                                        results.add(result);
                                    }
                                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            mayEnd.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(0, first.get());
            assertEquals(2, forces.get());
            assertEquals(Collections.nCopies(CALLERS - 1, -Errno.EIO), results);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Whatever the others do, what was written before is on the disk afterwards. */
    @Test
    void aForceThatBeganBeforeDoesNotCount() throws Exception {
        AtomicLong written = new AtomicLong();
        AtomicLong safe = new AtomicLong();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> all = new ArrayList<>();
        try {
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(
                        callers.submit(
                                () -> {
                                    for (int i = 0; i < TIMES; i++) {
                                        long mine = written.incrementAndGet();
                                        shared.force(
                                                () -> {
                                                    long seen = written.get();
                                                    Thread.onSpinWait();
                                                    safe.set(seen);
                                                    return 0;
                                                });
                                        assertTrue(safe.get() >= mine, "not on the disk");
                                    }
                                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
