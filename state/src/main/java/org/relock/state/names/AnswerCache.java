package org.relock.state.names;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.relock.state.time.Ticker;

/**
 * Answers of name services, each for a while. Answers and absences have room of their own, so that
 * questions for names that do not exist cannot push out those that do. Not thread safe.
 *
 * @param <V> an answer
 */
final class AnswerCache<V> {

    private final NameLimits limits;
    private final Ticker ticker;
    private final Map<String, Kept<V>> found = new LinkedHashMap<>();
    private final Map<String, Kept<V>> missing = new LinkedHashMap<>();

    /** What is known of a question: an answer, or that there is none. */
    record Kept<V>(Optional<V> answer, long untilNanos) {}

    AnswerCache(NameLimits limits, Ticker ticker) {
        this.limits = limits;
        this.ticker = ticker;
    }

    /** Returns what is known of {@code question}, if anything still is. */
    Optional<Kept<V>> find(String question) {
        Optional<Kept<V>> kept = alive(found, question);
        return kept.isPresent() ? kept : alive(missing, question);
    }

    /** Keeps {@code answer}, in place of what was known; the oldest goes if there is no room. */
    void keep(String question, Optional<V> answer) {
        found.remove(question);
        missing.remove(question);
        long life = (answer.isPresent() ? limits.found() : limits.missing()).toNanos();
        Map<String, Kept<V>> room = answer.isPresent() ? found : missing;
        if (room.size() >= limits.cached()) {
            Iterator<Kept<V>> eldest = room.values().iterator();
            eldest.next();
            eldest.remove();
        }
        room.put(question, new Kept<>(answer, ticker.nanos() + life));
    }

    void clear() {
        found.clear();
        missing.clear();
    }

    private Optional<Kept<V>> alive(Map<String, Kept<V>> room, String question) {
        Kept<V> kept = room.get(question);
        if (kept != null && kept.untilNanos() - ticker.nanos() <= 0) {
            room.remove(question);
            return Optional.empty();
        }
        return Optional.ofNullable(kept);
    }
}
