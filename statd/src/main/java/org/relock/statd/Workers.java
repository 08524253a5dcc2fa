package org.relock.statd;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for the disk: a bounded number, with a bounded queue. None exists before
 * the first task, and a task too many is refused with {@link
 * java.util.concurrent.RejectedExecutionException}.
 */
final class Workers implements Executor, AutoCloseable {

    private static final int SECONDS_TO_FINISH = 2;

    private final ThreadPoolExecutor threads;

    Workers() {
        AtomicInteger number = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        StatdLimits.WORKERS,
                        StatdLimits.WORKERS,
                        StatdLimits.WORKER_IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(StatdLimits.TASKS_WAITING),
                        task -> {
                            Thread thread = new Thread(task, "worker-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Lets what is under way end, for a short time. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(SECONDS_TO_FINISH, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
