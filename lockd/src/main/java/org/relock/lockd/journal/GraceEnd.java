package org.relock.lockd.journal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The end of a grace period, which has to be on stable storage before anybody hears of it. */
final class GraceEnd {

    private volatile CompletableFuture<Boolean> recorded = CompletableFuture.completedFuture(true);

    /** It is about to be recorded. */
    synchronized void begin() {
        if (recorded.isDone()) {
            recorded = new CompletableFuture<>();
        }
    }

    /** It has been recorded, or the disk refused; clients are answered in either case. */
    synchronized void end(boolean done) {
        recorded.complete(done);
    }

    /** Returns what {@code safe} does, asked once nothing is left to be recorded. */
    CompletableFuture<Boolean> before(Supplier<CompletableFuture<Boolean>> safe) {
        CompletableFuture<Boolean> ending = recorded;
        return ending.isDone() ? safe.get() : ending.thenCompose(any -> before(safe));
    }
}
