package org.relock.lockd.hosts;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.relock.state.time.Timer;

/**
 * Has clients watched and recorded before their first lock; with best effort, as soon after it as
 * the status monitor lets us. The table is the lock.
 */
final class Introductions {

    private final HostTable table;
    private final WatchTable watches;
    private final Watcher watcher;
    private final StoredHosts stored;
    private final MonitorPolicy policy;
    private final Timer timer;

    Introductions(
            HostTable table,
            WatchTable watches,
            Watcher watcher,
            StoredHosts stored,
            MonitorPolicy policy,
            Timer timer) {
        this.table = table;
        this.watches = watches;
        this.watcher = watcher;
        this.stored = stored;
        this.policy = policy;
        this.timer = timer;
    }

    /** Has a client watched and recorded; many requests at once are one introduction. */
    CompletableFuture<Boolean> introduce(Host host) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        List<Watch> needed;
        synchronized (table) {
            if (host.isRemembered()) {
                return completedFuture(true);
            }
            if (host.underWay.isPresent()) {
                return host.underWay.get();
            }
            host.underWay = Optional.of(result);
            host.earlier = false;
            needed = watchesOf(host);
        }
        var unused =
                watchAll(needed, 0)
                        .thenCompose(verdict -> record(host, verdict))
                        .thenAccept(done -> introduced(host, done, result));
        return result;
    }

    private List<Watch> watchesOf(Host host) {
        return watches.of(host, MonNames.of(host, policy.byCallerName()));
    }

    private CompletableFuture<Watcher.Verdict> watchAll(List<Watch> needed, int from) {
        return watcher.watch(needed.get(from))
                .thenCompose(
                        verdict ->
                                verdict == Watcher.Verdict.WATCHED && from + 1 < needed.size()
                                        ? watchAll(needed, from + 1)
                                        : completedFuture(verdict));
    }

    private CompletableFuture<Boolean> record(Host host, Watcher.Verdict verdict) {
        synchronized (table) {
            if (verdict == Watcher.Verdict.WATCHED) {
                host.owed = false;
                return stored.putWatched(host);
            }
            if (policy.required()) {
                return completedFuture(false);
            }
            host.owed = true;
            return stored.putUnwatched(host, host.watches.get(0).priv());
        }
    }

    private void introduced(Host host, boolean done, CompletableFuture<Boolean> result) {
        synchronized (table) {
            host.underWay = Optional.empty();
            host.remembered(done);
        }
        result.complete(done);
    }

    /** Has those watched who got their locks without, as many at once as the monitor can bear. */
    void catchUp() {
        Queue<Host> owed = new ConcurrentLinkedQueue<>();
        synchronized (table) {
            for (Host host : table.all()) {
                if (host.owed && host.underWay.isEmpty()) {
                    owed.add(host);
                }
            }
        }
        for (int i = 0; i < HostLimits.CATCHING_UP_AT_ONCE; i++) {
            catchUpWithOne(owed);
        }
    }

    private void catchUpWithOne(Queue<Host> owed) {
        Host host = owed.poll();
        if (host == null) {
            return;
        }
        List<Watch> needed;
        synchronized (table) {
            needed = host.owed ? watchesOf(host) : List.of();
        }
        CompletableFuture<Watcher.Verdict> asked =
                needed.isEmpty() ? completedFuture(Watcher.Verdict.REFUSED) : watchAll(needed, 0);
        var unused =
                asked.thenAccept(
                        verdict -> {
                            caughtUp(host, verdict);
                            if (verdict != Watcher.Verdict.UNANSWERED) {
                                timer.after(Duration.ZERO, () -> catchUpWithOne(owed));
                            }
                        });
    }

    private void caughtUp(Host host, Watcher.Verdict verdict) {
        synchronized (table) {
            if (verdict == Watcher.Verdict.WATCHED && host.owed) {
                host.owed = false;
                host.remembered(true);
                var unused = stored.putWatched(host);
            }
        }
    }
}
