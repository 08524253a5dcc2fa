package org.relock.state.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.relock.state.threads.PatientThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that wait for the disk: a bounded number, with a bounded queue. A thread is made only
 * when all others are busy, and ends when it has been idle for a while; so one caller at a time is
 * served by one thread. A task too many is refused.
 */
public final class Workers implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** How long the end waits for what is under way, in milliseconds. */
    private static final long MILLIS_TO_FINISH = 2_000;

    private final int most;
    private final int mostWaiting;
    private final Duration idleTime;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private int threads;
    private int idle;
    private int made;

    /** Threads of others that do a task for us. */
    private int guests;

    private boolean closed;

    /**
     * Makes the pool, without a thread yet.
     *
     * @param most the most threads
     * @param mostWaiting the most tasks that may wait for one
     * @param idleTime how long a thread without work stays
     */
    public Workers(int most, int mostWaiting, Duration idleTime) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.idleTime = idleTime;
    }

    /**
     * Runs {@code task} on a thread that may wait, which is the current one if it can be had.
     *
     * @throws RejectedExecutionException if too many wait already, or at the end
     */
    @Override
    public void execute(Runnable task) {
        if (enter()) {
            if (PatientThread.take()) {
                runAsGuest(task);
                return;
            }
            if (PatientThread.offer(() -> runAsGuest(task))) {
                return;
            }
            leave();
        }
        add(task);
    }

    private void runAsGuest(Runnable task) {
        try {
            run(task);
        } finally {
            leave();
        }
    }

    private synchronized boolean enter() {
        boolean room = !closed && threads - idle + guests < most;
        guests += room ? 1 : 0;
        return room;
    }

    private synchronized void leave() {
        guests--;
        if (closed) {
            notifyAll();
        }
    }

    private synchronized void add(Runnable task) {
        if (closed || tasks.size() >= mostWaiting) {
            throw new RejectedExecutionException(closed ? "closed" : "too many tasks wait");
        }
        tasks.add(task);
        if (tasks.size() <= idle) {
            notify();
        } else if (threads < most) {
            threads++;
            Thread thread = new Thread(this::work, "worker-" + ++made);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void work() {
        while (true) {
            Runnable task;
            synchronized (this) {
                task = next();
                if (task == null) {
                    threads--;
                    notifyAll();
                    return;
                }
            }
            run(task);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error broken) {
            LOG.error("A task failed", broken);
        }
    }

    /** Returns what is to be done next; null if there was nothing for a while, or at the end. */
    private Runnable next() {
        long until = System.nanoTime() + idleTime.toNanos();
        while (tasks.isEmpty() && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            idle++;
            try {
                wait(left);
            } catch (InterruptedException unasked) {
                // Nobody has a reason to interrupt a worker; it goes on.
            } finally {
                idle--;
            }
        }
        return tasks.poll();
    }

    /** Takes no more tasks and lets those there are end, for a short time. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_TO_FINISH);
        while (threads + guests > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                LOG.warn("{} tasks did not end in time", threads + guests);
                return;
            }
            try {
                wait(left);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
