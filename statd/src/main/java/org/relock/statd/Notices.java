package org.relock.statd;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.relock.state.names.Addresses;
import org.relock.state.nsm.StatChange;
import org.relock.state.service.Seldom;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.OwedCallback;
import org.relock.state.store.PeerMemory;
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
    private final PeerMemory memory;
    private final StatusCallback callbacks;
    private final boolean strict;
    private final Seldom nobodyWatched;
    private final Seldom refused;
    private final AtomicLong count = new AtomicLong();
    private CompletableFuture<Void> written = completedFuture(null);

    Notices(
            MonitorList list,
            NoticeMatch match,
            PeerMemory memory,
            StatusCallback callbacks,
            Ticker ticker,
            boolean strict) {
        this.list = list;
        this.match = match;
        this.memory = memory;
        this.callbacks = callbacks;
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
        long number = count.incrementAndGet();
        NoticeMatch.AtOnce atOnce = match.atOnce(name, source);
        CompletionStage<Void> remembered =
                atOnce.monitors().isEmpty()
                        ? completedFuture(null)
                        : announce(atOnce.monitors(), notice.state(), number);
        if (!atOnce.settled()) {
            var unused =
                    match.lookedUp(name, source)
                            .thenCompose(found -> lookedUp(found, notice, source, number));
        }
        return remembered;
    }

    private CompletionStage<Void> lookedUp(
            Collection<Monitor> found, StatChange notice, InetAddress source, long number) {
        if (found.isEmpty()) {
            if (strict && refused.now()) {
                LOG.warn(
                        "SM_NOTIFY of {} from {}, which is not known to be its address: ignored",
                        notice.monName(),
                        Addresses.text(source));
            }
            return completedFuture(null);
        }
        return announce(found, notice.state(), number);
    }

    private synchronized CompletionStage<Void> announce(
            Collection<Monitor> monitors, int state, long number) {
        List<MonitorRecord> news = list.announced(monitors, state, number);
        if (news.isEmpty()) {
            // A peer that repeats itself is answered no sooner than what it said is on disk.
            return written;
        }
        List<OwedCallback> owed = new ArrayList<>(news.size());
        for (MonitorRecord record : news) {
            owed.add(new OwedCallback(record, state));
            memory.saw(record.fileName(), state);
        }
        CompletableFuture<Void> writing = memory.owe(owed).thenAccept(onDisk -> {});
        written = written.isDone() ? writing : CompletableFuture.allOf(written, writing);
        // The disk is waited for by the peer alone: locks are recovered without it, too.
        for (MonitorRecord record : news) {
            LOG.debug("{} has rebooted, state {}", record.monName(), state);
            callbacks.owe(record, state);
        }
        return writing;
    }
}
