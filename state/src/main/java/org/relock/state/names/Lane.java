package org.relock.state.names;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.relock.state.threads.PatientThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daemon threads for calls that may hang. A thread is made when there is work and dies when there
 * is none. One whose job is given up no longer counts and is replaced, up to a firm limit, so that
 * a few questions that hang do not hold up the others.
 */
final class Lane {

    /** Bytes of stack, asked for; room for the C library's resolver and its plug-ins. */
    private static final long STACK = 512 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final String name;
    private final NameLimits limits;
    private final Deque<Job> queue = new ArrayDeque<>();
    private final Set<Thread> threads = new HashSet<>();
    private int idle;
    private int givenUp;
    private int lent;
    private int visitors;
    private boolean closed;

    /** One call. Its state belongs to the lane's monitor. */
    static final class Job {
        private final Runnable work;
        private State state = State.QUEUED;

        private Job(Runnable work) {
            this.work = work;
        }
    }

    private enum State {
        QUEUED,
        RUNNING,
        GIVEN_UP,
        DONE
    }

    Lane(String name, NameLimits limits) {
        this.name = name;
        this.limits = limits;
    }

    /** Returns a job for {@link #offer}. */
    static Job job(Runnable work) {
        return new Job(work);
    }

    /** Has the job done when a thread is free; returns false, at once, if too many wait already. */
    synchronized boolean offer(Job job) {
        if (closed || queue.size() >= limits.queued()) {
            return false;
        }
        if (queue.isEmpty() && hasRoom() && PatientThread.offer(() -> visit(job))) {
            job.state = State.RUNNING;
            visitors++;
            return true;
        }
        queue.add(job);
        if (idle > 0) {
            notify();
        }
        startThreadIfUseful();
        return true;
    }

    /**
     * Nobody waits for the job any more: it is not begun if it waits still, and its thread, if it
     * has one, is no longer counted on. Returns whether a thread is busy with it.
     */
    synchronized boolean giveUp(Job job) {
        if (job.state == State.RUNNING) {
            job.state = State.GIVEN_UP;
            givenUp++;
            startThreadIfUseful();
        } else if (job.state == State.QUEUED) {
            queue.remove(job);
            job.state = State.DONE;
        }
        return job.state == State.GIVEN_UP;
    }

    /**
     * Lends the thread of {@code job}, which calls this last of all, to {@code rest}. The thread
     * does not count as one of the lane's meanwhile, so {@code rest} may wait. Where questions wait
     * for a thread, none is lent.
     *
     * @return whether {@code rest} was done
     */
    boolean lend(Job job, Runnable rest) {
        synchronized (this) {
            if (job.state != State.RUNNING || !queue.isEmpty()) {
                return false;
            }
            lent++;
        }
        try {
            PatientThread.lend(rest);
        } finally {
            takeBack();
        }
        return true;
    }

    private synchronized void takeBack() {
        lent--;
    }

    /** Begins no further job and ends the threads that have none. */
    synchronized void close() {
        closed = true;
        queue.clear();
        notifyAll();
    }

    /** Returns how many threads there are, for tests. */
    synchronized int threads() {
        return threads.size();
    }

    private void startThreadIfUseful() {
        if (queue.size() > idle && hasRoom()) {
            Thread thread = new PatientThread(this::work, name, STACK);
            threads.add(thread);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                // The system gives no more threads; those there are will take the job.
                threads.remove(thread);
                LOG.warn("No further thread for name look-ups: {}", e.getMessage());
            }
        }
    }

    private boolean hasRoom() {
        return counted() < limits.threads()
                && threads.size() + visitors - lent < limits.threadsInAll();
    }

    /** Returns how many threads are asking or ready to, those past their deadline left out. */
    private int counted() {
        return threads.size() + visitors - givenUp - lent;
    }

    /** Does a job on a thread that is not one of ours. */
    private void visit(Job job) {
        try {
            job.work.run();
        } finally {
            synchronized (this) {
                finish(job);
                visitors--;
                startThreadIfUseful();
            }
        }
    }

    private void work() {
        Job job = null;
        try {
            for (job = take(); job != null; job = take()) {
                job.work.run();
                finish(job);
            }
        } finally {
            leave(job);
        }
    }

    /** Waits for a job; returns null when it is time to go. */
    private synchronized Job take() {
        long end = System.nanoTime() + limits.idle().toNanos();
        while (!closed && counted() <= limits.threads()) {
            Job job = queue.poll();
            if (job != null) {
                job.state = State.RUNNING;
                return job;
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            idle++;
            try {
                wait(left);
            } catch (InterruptedException e) {
                return null;
            } finally {
                idle--;
            }
        }
        return null;
    }

    private synchronized void finish(Job job) {
        if (job.state == State.GIVEN_UP) {
            givenUp--;
        }
        job.state = State.DONE;
    }

    /** Takes this thread off the list; {@code unfinished} is the job that broke it, if one did. */
    private synchronized void leave(Job unfinished) {
        if (unfinished != null) {
            finish(unfinished);
        }
        threads.remove(Thread.currentThread());
        startThreadIfUseful();
    }
}
