package org.relock.lockd.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers of look-ups, as far as they are known. Nothing here waits: what is asked for the first
 * time is unknown until its look-up is over; what was known for a while is looked up again while
 * the old answer holds. An answer holds on for some time when its look-up fails later. Thread safe.
 *
 * @param <K> a question
 * @param <T> an answer
 */
final class Remembered<K, T> {

    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    /** After this an answer is looked up again. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    /** After this a look-up that failed is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** For how long an answer counts if nothing newer can be had. */
    private static final Duration HOLD = Duration.ofMinutes(10);

    /** How many answers are kept; the oldest go first. */
    private static final int KEPT = 4_096;

    private final String kind;
    private final Function<K, CompletableFuture<Optional<T>>> lookUp;
    private final T nothing;
    private final Ticker ticker;
    private final Map<K, Entry<T>> entries = new LinkedHashMap<>();

    /** All that is known of one question; guarded by the map. */
    private static final class Entry<T> {
        private Optional<T> known = Optional.empty();
        private Optional<T> found = Optional.empty();
        private long foundAt;
        private long askedAt;
        private boolean failing;
        private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);
    }

    /**
     * Makes one that knows nothing yet.
     *
     * @param kind of what the questions are, for the log
     * @param lookUp asks, and finds nothing if that fails
     * @param nothing the answer where none was ever found
     */
    Remembered(
            String kind,
            Function<K, CompletableFuture<Optional<T>>> lookUp,
            T nothing,
            Ticker ticker) {
        this.kind = kind;
        this.lookUp = lookUp;
        this.nothing = nothing;
        this.ticker = ticker;
    }

    /** Returns the answer; empty if it is not known yet. */
    Optional<T> known(K key) {
        synchronized (entries) {
            return asked(key).known;
        }
    }

    /** Has it looked up; complete once something is known. */
    CompletableFuture<?> ask(K key) {
        synchronized (entries) {
            Entry<T> entry = asked(key);
            return entry.known.isPresent()
                    ? CompletableFuture.completedFuture(null)
                    : entry.underWay;
        }
    }

    private Entry<T> asked(K key) {
        long now = ticker.nanos();
        Entry<T> entry = entries.get(key);
        if (entry == null) {
            if (entries.size() >= KEPT) {
                entries.remove(entries.keySet().iterator().next());
            }
            entry = new Entry<>();
            entries.put(key, entry);
        } else if (!entry.underWay.isDone()
                || now - entry.askedAt < (entry.failing ? RETRY : FRESH).toNanos()) {
            return entry;
        }
        begin(key, entry, now);
        return entry;
    }

    private void begin(K key, Entry<T> entry, long now) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        entry.askedAt = now;
        entry.underWay = over;
        var unused =
                lookUp.apply(key)
                        .whenComplete(
                                (found, failure) -> {
                                    settle(key, entry, failure == null ? found : Optional.empty());
                                    over.complete(null);
                                });
    }

    private void settle(K key, Entry<T> entry, Optional<T> found) {
        boolean changed;
        synchronized (entries) {
            changed = entry.failing == found.isPresent();
            entry.failing = found.isEmpty();
            if (found.isPresent()) {
                entry.found = found;
                entry.foundAt = ticker.nanos();
                entry.known = found;
            } else if (entry.found.isEmpty() || ticker.nanos() - entry.foundAt >= HOLD.toNanos()) {
                entry.known = Optional.of(nothing);
            }
        }
        if (changed && found.isPresent()) {
            LOG.info("{} {} is found again", kind, PathText.escape(key.toString()));
        } else if (changed) {
            LOG.warn(
                    "{} {} of the exports is not found; what was known holds for 10 minutes, and"
                            + " it is tried again",
                    kind,
                    PathText.escape(key.toString()));
        }
    }
}
