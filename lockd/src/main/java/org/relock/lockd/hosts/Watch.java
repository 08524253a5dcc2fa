package org.relock.lockd.hosts;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.relock.state.xdr.Opaque;

/**
 * One name that the status monitor is to watch, and the clients that stand behind it: those of one
 * address share one, since the monitor keeps one record a name. It belongs to {@link Watcher} and
 * {@link HostTable}, each of which guards its part.
 */
final class Watch {

    private final String monName;
    private final Opaque priv;

    /** Guarded by the table. */
    private final Set<Host> hosts = new HashSet<>();

    /** Set by the watcher alone, under its lock. */
    volatile Phase phase = Phase.NONE;

    /** Guarded by the watcher. */
    Optional<CompletableFuture<Watcher.Verdict>> asking = Optional.empty();

    /** Guarded by the watcher. */
    Optional<CompletableFuture<Boolean>> leaving = Optional.empty();

    /** How far it is. */
    enum Phase {
        NONE,
        WATCHED,
        LEAVING
    }

    Watch(String monName, Opaque priv) {
        this.monName = monName;
        this.priv = priv;
    }

    String monName() {
        return monName;
    }

    Opaque priv() {
        return priv;
    }

    Set<Host> hosts() {
        return hosts;
    }
}
