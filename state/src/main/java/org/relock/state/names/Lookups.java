package org.relock.state.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions of one kind: each asked once at a time however many want to know, kept for a while, and
 * never waited for beyond the deadline. An answer that comes too late is kept for the next asker.
 *
 * @param <V> an answer
 */
final class Lookups<V> {

    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

    private final NameLimits limits;
    private final Alarm alarm;
    private final Lane lane;
    private final AnswerCache<V> cache;
    private final Map<String, Lookup> underWay = new HashMap<>();
    private boolean closed;

    Lookups(String name, NameLimits limits, Ticker ticker, Alarm alarm) {
        this.limits = limits;
        this.alarm = alarm;
        this.lane = new Lane(name, limits);
        this.cache = new AnswerCache<>(limits, ticker);
    }

    /**
     * Returns the answer to {@code question}, from memory or from {@code resolver}, which is run on
     * another thread and may take its time.
     */
    synchronized CompletableFuture<Optional<V>> ask(
            String question, Supplier<Optional<V>> resolver) {
        Optional<AnswerCache.Kept<V>> kept = cache.find(question);
        if (kept.isPresent() || closed) {
            return CompletableFuture.completedFuture(kept.flatMap(AnswerCache.Kept::answer));
        }
        Lookup lookup = underWay.get(question);
        if (lookup == null) {
            lookup = new Lookup(question, resolver);
            if (!lane.offer(lookup.job)) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            underWay.put(question, lookup);
            lookup.setAlarm();
        } else if (lookup.answer.isDone()) {
            // It hangs since an earlier asker's time. Wait with it once more: a second call to the
            // resolver would only hang as well.
            lookup.answer = new CompletableFuture<>();
            lookup.setAlarm();
        }
        lookup.askers++;
        // A copy, so that no asker can complete what others wait for.
        return lookup.answer.copy();
    }

    /** Returns the answer to {@code question} if it is kept from before. */
    synchronized Optional<V> known(String question) {
        return cache.find(question).flatMap(AnswerCache.Kept::answer);
    }

    /** Forgets all answers. */
    synchronized void forget() {
        cache.clear();
    }

    /** Ends the waiting of all askers; nothing is found any more. */
    void close() {
        List<CompletableFuture<Optional<V>>> waiting = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Lookup lookup : underWay.values()) {
                lookup.stopAlarm.run();
                waiting.add(lookup.answer);
            }
            underWay.clear();
        }
        lane.close();
        for (CompletableFuture<Optional<V>> answer : waiting) {
            answer.complete(Optional.empty());
        }
    }

    /** Returns how many threads are asking or idle, for tests. */
    int threads() {
        return lane.threads();
    }

    /** One question that has been put and not been answered yet. */
    private final class Lookup {
        private final String question;
        private final Lane.Job job;
        private CompletableFuture<Optional<V>> answer = new CompletableFuture<>();
        private Runnable stopAlarm = () -> {};
        private int askers;

        Lookup(String question, Supplier<Optional<V>> resolver) {
            this.question = question;
            this.job = Lane.job(() -> answered(resolve(resolver)));
        }

        void setAlarm() {
            CompletableFuture<Optional<V>> waiting = answer;
            stopAlarm = alarm.set(limits.deadline().toNanos(), () -> tooLate(waiting));
        }

        private Optional<V> resolve(Supplier<Optional<V>> resolver) {
            try {
                return resolver.get();
            } catch (RuntimeException | LinkageError e) {
                // LinkageError: the C library could not be bound; no name will ever be found.
                LOG.warn("Name look-up failed: {}", e.toString());
                return Optional.empty();
            }
        }

        private void answered(Optional<V> found) {
            CompletableFuture<Optional<V>> waiting;
            boolean alone;
            synchronized (Lookups.this) {
                underWay.remove(question, this);
                stopAlarm.run();
                cache.keep(question, found);
                waiting = answer;
                alone = askers == 1;
            }
            // One asker may have this thread; of several, one would make the others wait.
            if (!alone || !lane.lend(job, () -> waiting.complete(found))) {
                waiting.complete(found);
            }
        }

        private void tooLate(CompletableFuture<Optional<V>> waiting) {
            synchronized (Lookups.this) {
                if (waiting.isDone() || underWay.get(question) != this) {
                    return;
                }
                if (lane.giveUp(job)) {
                    cache.keep(question, Optional.empty());
                } else {
                    underWay.remove(question, this); // no thread ever took it up
                }
            }
            waiting.complete(Optional.empty());
        }
    }
}
