package org.relock.lockd.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.locks.LockService;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;

/**
 * Gives up clients that hold nothing and have not called for a while: they are watched no more, and
 * forgotten. The table is the lock.
 */
final class IdleHosts {

    private static final long AWAITED = HostLimits.LEAVES_AFTER_GRACE.toNanos();

    private final HostTable table;
    private final WatchTable watches;
    private final Watcher watcher;
    private final StoredHosts stored;
    private final LockService locks;
    private final Ticker ticker;
    private final long idle;
    private final Seldom lookingForRoom;

    IdleHosts(
            HostTable table,
            WatchTable watches,
            Watcher watcher,
            StoredHosts stored,
            MonitorPolicy policy,
            LockService locks,
            Ticker ticker) {
        this.table = table;
        this.watches = watches;
        this.watcher = watcher;
        this.stored = stored;
        this.locks = locks;
        this.ticker = ticker;
        idle = policy.idle().toNanos();
        lookingForRoom = new Seldom(ticker, HostLimits.ROOM_PAUSE);
    }

    /** Forgets those who called but never got anything, for one who calls now. */
    void makeRoom() {
        if (!lookingForRoom.now()) {
            return;
        }
        for (Host host : List.copyOf(table.all())) {
            if (host.watches.isEmpty() && isIdleFor(host, HostLimits.MAKES_ROOM.toNanos())) {
                forget(host);
            }
        }
    }

    /**
     * Grace is over: who got nothing of it is not believed after the next reboot, as others may get
     * from now on what it thinks it holds (RFC 7530, 9.6.3.4.1). Only what is stored goes at once,
     * since the client may be calling just now; if it gets something, it is stored again before.
     *
     * @return complete once that is on stable storage, false if the disk refused
     */
    CompletableFuture<Boolean> graceOver() {
        CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
        synchronized (table) {
            for (Host host : table.all()) {
                if (host.earlier && host.record.isPresent() && locks.isIdle(host.client().id())) {
                    host.owed = false;
                    // They are stored in this order: when the last is safe, they all are.
                    last = stored.remove(host);
                }
            }
        }
        return last;
    }

    /** Forgets the idle, once nobody watches them any more. */
    void sweep() {
        // Who is awaited in a grace period holds nothing yet.
        if (locks.grace().isEmpty()) {
            for (Watch watch : idleWatches()) {
                var unused = watcher.unwatch(watch).thenAccept(gone -> left(watch, gone));
            }
        }
    }

    private boolean isIdleFor(Host host, long nanos) {
        return ticker.nanos() - host.lastSeen() >= nanos
                && host.underWay.isEmpty()
                && locks.isIdle(host.client().id());
    }

    private void forget(Host host) {
        watches.leave(host);
        table.remove(host);
        var unused = stored.remove(host);
        host.owed = false;
    }

    private List<Watch> idleWatches() {
        List<Watch> leaving = new ArrayList<>();
        synchronized (table) {
            for (Host host : List.copyOf(table.all())) {
                // Grace is over: who has reclaimed nothing by now is not awaited the next time.
                long limit = host.earlier ? Math.min(idle, AWAITED) : idle;
                if (host.watches.stream().noneMatch(watcher::isWatched) && isIdleFor(host, limit)) {
                    forget(host);
                }
            }
            for (Watch watch : watches.all()) {
                if (watcher.isWatched(watch) && mayLeave(watch)) {
                    leaving.add(watch);
                }
            }
        }
        return leaving;
    }

    private boolean mayLeave(Watch watch) {
        if (!allAreIdle(watch)) {
            return false;
        }
        watch.hosts().forEach(host -> host.remembered(false));
        if (allAreIdle(watch)) {
            return true;
        }
        // One has called just now, and may have been told that it is remembered.
        watch.hosts().forEach(host -> host.remembered(true));
        return false;
    }

    private boolean allAreIdle(Watch watch) {
        return watch.hosts().stream().allMatch(host -> isIdleFor(host, idle));
    }

    private void left(Watch watch, boolean gone) {
        synchronized (table) {
            for (Host host : List.copyOf(watch.hosts())) {
                if (!gone) {
                    host.remembered(host.underWay.isEmpty());
                } else if (isIdleFor(host, idle)) {
                    forget(host);
                }
            }
            watches.forgetIfEmpty(watch);
        }
    }
}
