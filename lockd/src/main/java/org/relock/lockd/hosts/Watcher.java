package org.relock.lockd.hosts;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the status monitor to watch, and knows whether it is there. While it is not, the answer is
 * no at once, and it is looked for in the background; while it is slow, each answer comes before a
 * deadline and the question goes on behind it.
 */
final class Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final StatusMonitor monitor;
    private final Timer timer;
    private final MonitorCounts counts;
    private final Seldom alarm;
    private final Runnable recovered;
    private boolean away;

    /** What comes of wanting a client watched. */
    enum Verdict {
        WATCHED,
        REFUSED,
        UNANSWERED
    }

    /**
     * Makes one that takes the monitor to be there.
     *
     * @param recovered is called, with no lock held, when a monitor that was away is there again
     */
    Watcher(
            StatusMonitor monitor,
            Timer timer,
            Ticker ticker,
            MonitorCounts counts,
            Runnable recovered) {
        this.monitor = monitor;
        this.timer = timer;
        this.counts = counts;
        this.recovered = recovered;
        alarm = new Seldom(ticker, HostLimits.ALARM_PAUSE);
    }

    synchronized boolean isAway() {
        return away;
    }

    synchronized boolean isWatched(Watch watch) {
        return watch.phase == Watch.Phase.WATCHED;
    }

    /** It is watched since before we were started. */
    synchronized void restored(Watch watch) {
        watch.phase = Watch.Phase.WATCHED;
    }

    /** Has it watched; many who ask at once cause one SM_MON. */
    CompletableFuture<Verdict> watch(Watch watch) {
        CompletableFuture<Verdict> result = new CompletableFuture<>();
        boolean toAsk;
        synchronized (this) {
            if (watch.leaving.isPresent()) {
                return watch.leaving.get().thenCompose(gone -> watch(watch));
            }
            if (watch.phase == Watch.Phase.WATCHED) {
                return completedFuture(Verdict.WATCHED);
            }
            if (watch.asking.isPresent()) {
                return watch.asking.get();
            }
            toAsk = !away;
            if (toAsk) {
                watch.asking = Optional.of(result);
            }
        }
        if (toAsk) {
            ask(watch, result);
            return result;
        }
        failed("statd does not answer");
        return completedFuture(Verdict.UNANSWERED);
    }

    private void ask(Watch watch, CompletableFuture<Verdict> result) {
        timer.after(HostLimits.MON_DEADLINE, () -> late(result));
        var unused =
                monitor.mon(watch.monName(), watch.priv())
                        .thenAccept(answer -> answered(watch, answer, result));
    }

    private void answered(Watch watch, MonResult answer, CompletableFuture<Verdict> result) {
        synchronized (this) {
            watch.asking = Optional.empty();
            if (answer instanceof MonResult.Watched) {
                watch.phase = Watch.Phase.WATCHED;
            }
        }
        if (answer instanceof MonResult.NoAnswer none) {
            if (!result.isDone()) {
                failed(none.why());
            }
            isAwayNow(none.why());
            result.complete(Verdict.UNANSWERED);
            return;
        }
        if (answer instanceof MonResult.Refused) {
            counts.refused.increment();
            if (alarm.now()) {
                LOG.warn("statd will not watch {}", watch.monName());
            }
            result.complete(Verdict.REFUSED);
        } else {
            counts.watched.increment();
            result.complete(Verdict.WATCHED);
        }
        isHere();
    }

    /** The deadline: the client gets its answer, the question goes on. */
    private void late(CompletableFuture<Verdict> result) {
        if (result.isDone()) {
            return;
        }
        failed("statd takes too long");
        result.complete(Verdict.UNANSWERED);
        var unused =
                monitor.answers()
                        .thenAccept(
                                here -> {
                                    if (!here) {
                                        isAwayNow("statd does not answer");
                                    }
                                });
    }

    private void failed(String why) {
        counts.unanswered.increment();
        if (alarm.now()) {
            LOG.warn("new clients cannot be watched: {}", why);
        }
    }

    private void isAwayNow(String why) {
        synchronized (this) {
            if (away) {
                return;
            }
            away = true;
        }
        LOG.debug("looking for statd from now on: {}", why);
        timer.after(HostLimits.PROBE_PAUSE, this::probe);
    }

    private void probe() {
        if (!isAway()) {
            return;
        }
        var unused =
                monitor.answers()
                        .thenAccept(
                                here -> {
                                    if (here) {
                                        isHere();
                                    } else {
                                        timer.after(HostLimits.PROBE_PAUSE, this::probe);
                                    }
                                });
    }

    private void isHere() {
        synchronized (this) {
            if (!away) {
                return;
            }
            away = false;
        }
        LOG.info("statd answers again");
        recovered.run();
    }

    /** Has it watched no more; false if it still may be. */
    CompletableFuture<Boolean> unwatch(Watch watch) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        synchronized (this) {
            if (watch.phase != Watch.Phase.WATCHED || away) {
                return completedFuture(watch.phase == Watch.Phase.NONE);
            }
            watch.phase = Watch.Phase.LEAVING;
            watch.leaving = Optional.of(result);
        }
        var unused =
                monitor.unmon(watch.monName())
                        .thenAccept(
                                gone -> {
                                    left(watch, gone);
                                    result.complete(gone);
                                });
        return result;
    }

    private void left(Watch watch, boolean gone) {
        synchronized (this) {
            watch.leaving = Optional.empty();
            watch.phase = gone ? Watch.Phase.NONE : Watch.Phase.WATCHED;
        }
        if (gone) {
            counts.unwatched.increment();
        } else {
            isAwayNow("no answer to SM_UNMON");
        }
    }

    /** Asks again for what is watched already, in the background. */
    void remind(Watch watch) {
        if (!isAway()) {
            var unused = monitor.mon(watch.monName(), watch.priv());
        }
    }
}
