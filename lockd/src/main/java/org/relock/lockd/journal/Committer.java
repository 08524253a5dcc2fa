package org.relock.lockd.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A thread that forces once for all who ask at the same time. It begins with the first of them. */
final class Committer implements AutoCloseable {

    /** What is done for all. */
    @FunctionalInterface
    interface Work {
        void commit() throws IOException;
    }

    private final String name;
    private final Work work;
    private CompletableFuture<Boolean> next = new CompletableFuture<>();
    private boolean wanted;
    private boolean closed;
    private Thread thread;

    Committer(String name, Work work) {
        this.name = name;
        this.work = work;
    }

    /**
     * Returns a promise that is kept once work begun after this call has ended: true if it went
     * well. Does not wait.
     */
    synchronized CompletableFuture<Boolean> request() {
        if (closed) {
            return CompletableFuture.completedFuture(false);
        }
        wanted = true;
        if (thread == null) {
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
        return next;
    }

    private void run() {
        CompletableFuture<Boolean> round = await();
        while (round != null) {
            boolean done = false;
            try {
                work.commit();
                done = true;
            } catch (Throwable e) { // Those who wait have to hear something.
                JournalLog.cannotForce(e);
            }
            round.complete(done);
            round = await();
        }
    }

    /** Waits for somebody to ask; null at the end. */
    private synchronized CompletableFuture<Boolean> await() {
        while (!wanted && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true; // Nobody interrupts it but to end it.
            }
        }
        if (!wanted) {
            return null;
        }
        wanted = false;
        CompletableFuture<Boolean> round = next;
        next = new CompletableFuture<>();
        return round;
    }

    /** Does what has been asked for, and nothing after that. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            notifyAll();
            running = thread;
        }
        if (running != null) {
            Joining.join(running);
        }
    }
}
