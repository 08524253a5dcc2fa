package org.relock.lockd;

import java.util.concurrent.CompletableFuture;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.nlm.Safety;

/** The journal, as the procedures wait for it. */
record JournalSafety(Journal journal) implements Safety {

    @Override
    public CompletableFuture<Boolean> forced() {
        return journal.forced();
    }

    @Override
    public boolean takesMore() {
        return journal.takesMore();
    }
}
