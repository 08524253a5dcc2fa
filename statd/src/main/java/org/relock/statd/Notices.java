package org.relock.statd;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.relock.state.nsm.StatChange;
import org.relock.state.store.MonitorRecord;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes notices in: finds whom they concern, makes sure that what is owed to the local lock
 * managers survives us, and hands it to {@link StatusCallback}. The peer gets its reply once that
 * is on disk; look-ups and callbacks come after it.
 */
final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final MonitorList list;
    private final NoticeMatch match;
    private final Reminders reminders;
    private final StatusCallback callbacks;
    private final Executor workers;
    private final boolean strict;
    private final Seldom nobodyWatched;
    private final Seldom refused;
    private CompletableFuture<Void> written = completedFuture(null);

    Notices(
            MonitorList list,
            NoticeMatch match,
            Reminders reminders,
            StatusCallback callbacks,
            Executor workers,
            Ticker ticker,
            boolean strict) {
        this.list = list;
        this.match = match;
        this.reminders = reminders;
        this.callbacks = callbacks;
        this.workers = workers;
        this.strict = strict;
        nobodyWatched = new Seldom(ticker, StatdLimits.LOUD_SENTENCE_PAUSE);
        refused = new Seldom(ticker, StatdLimits.LOUD_SENTENCE_PAUSE);
    }

    /**
     * Takes one notice in.
     *
     * @return completes when the peer may be answered, never badly
     */
    CompletionStage<Void> take(StatChange notice, InetAddress source) {
        String name = notice.monName();
        if (list.size() == 0) {
            if (nobodyWatched.now()) {
                LOG.warn("SM_NOTIFY from {} while not monitoring any hosts", name);
            }
            return completedFuture(null);
        }
        NoticeMatch.AtOnce atOnce = match.atOnce(name, source);
        CompletionStage<Void> remembered =
                atOnce.monitors().isEmpty()
                        ? completedFuture(null)
                        : announce(atOnce.monitors(), notice.state());
        if (!atOnce.settled()) {
            var unused =
                    match.lookedUp(name, source)
                            .thenCompose(found -> lookedUp(found, notice, source));
        }
        return remembered;
    }

    private CompletionStage<Void> lookedUp(
            Collection<Monitor> found, StatChange notice, InetAddress source) {
        if (found.isEmpty()) {
            if (strict && refused.now()) {
                LOG.warn(
                        "SM_NOTIFY of {} from {}, which is not known to be its address: ignored",
                        notice.monName(),
                        Addresses.text(source));
            }
            return completedFuture(null);
        }
        return announce(found, notice.state());
    }

    private synchronized CompletionStage<Void> announce(Collection<Monitor> monitors, int state) {
        List<MonitorRecord> news = list.announced(monitors, state);
        if (news.isEmpty()) {
            // A peer that repeats itself is answered no sooner than what it said is on disk.
            return written;
        }
        CompletableFuture<Void> writing;
        try {
            writing = CompletableFuture.runAsync(() -> remember(news, state), workers);
        } catch (RejectedExecutionException busy) {
            LOG.error("Too busy to record that {} has rebooted", news.get(0).monName());
            tell(news, state);
            return completedFuture(null);
        }
        written = written.isDone() ? writing : CompletableFuture.allOf(written, writing);
        return writing;
    }

    /** Runs on a worker. */
    private void remember(List<MonitorRecord> news, int state) {
        try {
            reminders.owe(news, state);
        } catch (IOException e) {
            // Telling the lock manager matters more than remembering that we have to.
            LOG.error(
                    "Cannot record that {} has rebooted: {}", news.get(0).monName(), e.toString());
        }
        tell(news, state);
    }

    private void tell(List<MonitorRecord> news, int state) {
        for (MonitorRecord record : news) {
            LOG.debug("{} has rebooted, state {}", record.monName(), state);
            callbacks.owe(record, state);
        }
    }
}
