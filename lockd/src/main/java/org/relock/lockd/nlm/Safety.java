package org.relock.lockd.nlm;

import java.util.concurrent.CompletableFuture;

/** The journal, as far as the procedures care: a change is safe before its client hears of it. */
public interface Safety {

    /** Everything is as safe as it will be. */
    Safety AT_ONCE =
            new Safety() {
                private final CompletableFuture<Boolean> done =
                        CompletableFuture.completedFuture(true);

                @Override
                public CompletableFuture<Boolean> forced() {
                    return done;
                }

                @Override
                public boolean takesMore() {
                    return true;
                }
            };

    /**
     * Returns what is complete once all changes made before this call are safe; false if they
     * cannot be, which is the journal's to mend: the client is answered all the same. Never
     * exceptionally. Does not wait.
     */
    CompletableFuture<Boolean> forced();

    /** Whether something new may be granted; what is reclaimed always may. */
    boolean takesMore();
}
