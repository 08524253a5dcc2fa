package org.relock.lockd.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Forces once for all who ask at the same time. */
final class Committer implements AutoCloseable {

    /** What is done for all. */
    @FunctionalInterface
    interface Work {
        void commit() throws IOException;
    }

    private final Work work;
    private final Chores.Chore chore;
    private CompletableFuture<Boolean> next = new CompletableFuture<>();
    private boolean wanted;
    private boolean closed;

    Committer(String name, Work work, Chores chores) {
        this.work = work;
        this.chore = chores.make(name, this::run);
    }

    /**
     * Returns a promise that is kept once work begun after this call has ended: true if it went
     * well. Does not wait.
     */
    CompletableFuture<Boolean> request() {
        CompletableFuture<Boolean> promise;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(false);
            }
            wanted = true;
            promise = next;
        }
        chore.wake();
        return promise;
    }

    private Optional<Duration> run() {
        Optional<CompletableFuture<Boolean>> round = take();
        while (round.isPresent()) {
            boolean done = false;
            try {
                work.commit();
                done = true;
            } catch (Throwable e) { // Those who wait have to hear something.
                JournalLog.cannotForce(e);
            }
            round.get().complete(done);
            round = take();
        }
        return Optional.empty();
    }

    /** Returns the promise to those who have asked since the last time, if anybody has. */
    private synchronized Optional<CompletableFuture<Boolean>> take() {
        if (!wanted) {
            return Optional.empty();
        }
        wanted = false;
        CompletableFuture<Boolean> round = next;
        next = new CompletableFuture<>();
        return Optional.of(round);
    }

    /** Does what has been asked for, and nothing after that. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        chore.close();
    }
}
