package org.relock.lockd.export;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Looks up netgroups. */
@FunctionalInterface
public interface Netgroups {

    /** Knows none. */
    Netgroups NONE = name -> CompletableFuture.completedFuture(Optional.empty());

    /**
     * Finds the hosts of a netgroup and of those in it. Does not wait; the future completes within
     * seconds, never exceptionally, and is empty if there is no such group or it cannot be asked.
     */
    CompletableFuture<Optional<Netgroup>> find(String name);
}
