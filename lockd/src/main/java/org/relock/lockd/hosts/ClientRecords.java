package org.relock.lockd.hosts;

import java.util.concurrent.CompletableFuture;

/** Where clients are remembered. */
public interface ClientRecords {

    /**
     * Remembers a client, in place of what was remembered under its id. Completes once that is on
     * stable storage (many at once share one force), false if the disk refused; never
     * exceptionally. Does not wait.
     */
    CompletableFuture<Boolean> put(ClientRecord client);

    /**
     * Forgets a client. Completes once that is on stable storage, false if the disk refused; never
     * exceptionally. Does not wait.
     */
    CompletableFuture<Boolean> remove(ClientRecord client);
}
