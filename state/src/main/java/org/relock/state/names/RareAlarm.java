package org.relock.state.names;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An alarm that does nothing and is always the next: beside it, one that is set and taken back soon
 * is never the earliest, and so does not wake the timer's thread for nothing.
 */
final class RareAlarm {

    static final RareAlarm SYSTEM = new RareAlarm();

    /** How often the timer's thread wakes for it, in nanoseconds, while look-ups are made. */
    private static final long PERIOD = 500_000_000L;

    private final AtomicLong due = new AtomicLong(System.nanoTime());

    private RareAlarm() {}

    /** Sees to it that it is set. */
    void set() {
        long before = due.get();
        long now = System.nanoTime();
        if (now - before >= 0 && due.compareAndSet(before, now + PERIOD)) {
            var unused =
                    new CompletableFuture<Boolean>()
                            .completeOnTimeout(true, PERIOD, TimeUnit.NANOSECONDS);
        }
    }
}
