package org.relock.state.store;

import java.io.IOException;

/**
 * A force to stable storage, done once for all who ask at the same time. A force that was begun
 * before a caller asked does not count for it; those who come meanwhile share the next one.
 */
final class SharedForce {

    /** What is done for all. */
    @FunctionalInterface
    interface Force {
        void force() throws IOException;
    }

    private final Force force;
    private Round next = new Round();
    private boolean running;

    /** One force and those who wait for it. Guarded by the SharedForce. */
    private static final class Round {
        boolean over;
        IOException failure;
    }

    SharedForce(Force force) {
        this.force = force;
    }

    /**
     * Returns once a force that was begun after the call has ended.
     *
     * @throws IOException if that force failed; whoever shared it hears the same
     */
    void force() throws IOException {
        Round mine = join();
        if (mine != null) {
            lead(mine);
        }
    }

    /** Returns the round that the caller has to lead, or null if another thread has done it. */
    private synchronized Round join() throws IOException {
        Round mine = next;
        boolean interrupted = false;
        while (running && !mine.over) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // A force cannot be given up half-way; say so afterwards.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!mine.over) {
            running = true;
            next = new Round();
            return mine;
        }
        if (mine.failure != null) {
            throw new IOException(mine.failure.getMessage(), mine.failure);
        }
        return null;
    }

    private void lead(Round round) throws IOException {
        IOException failure = null;
        try {
            force.force();
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            synchronized (this) {
                round.over = true;
                round.failure = failure;
                running = false;
                notifyAll();
            }
        }
    }
}
