package org.relock.state.names;

import java.time.Duration;

/**
 * The numbers that {@link SystemNames} lives by. Threads and queue count once for forward and once
 * for reverse look-ups.
 *
 * @param deadline how long anyone waits for an answer, time in the queue included
 * @param threads look-ups asked of the C library at once, those past their deadline not counted
 * @param threadsInAll the same with those past their deadline, which a silent name server holds for
 *     as long as the resolver's own timers run (tens of seconds)
 * @param queued look-ups that may wait for a thread; one more finds nothing at once
 * @param idle how long a thread without work lives
 * @param cached answers kept; as many that found nothing are kept beside them
 * @param found how long an answer is kept
 * @param missing how long it is kept that nothing was found
 */
public record NameLimits(
        Duration deadline,
        int threads,
        int threadsInAll,
        int queued,
        Duration idle,
        int cached,
        Duration found,
        Duration missing) {

    /** For a daemon whose questions come from strangers. */
    public static final NameLimits DAEMON =
            new NameLimits(
                    Duration.ofSeconds(2),
                    4,
                    16,
                    256,
                    Duration.ofSeconds(10),
                    2048,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5));

    /** Returns the same limits with another deadline. */
    public NameLimits withDeadline(Duration other) {
        return new NameLimits(other, threads, threadsInAll, queued, idle, cached, found, missing);
    }

    /** Checks that there is room for a look-up at all. */
    public NameLimits {
        if (threads < 1 || threadsInAll < threads || queued < 1 || cached < 1) {
            throw new IllegalArgumentException(
                    threads + " threads, " + threadsInAll + " in all, " + queued + " queued");
        }
    }
}
