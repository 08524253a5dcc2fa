package org.relock.lockd.nlm;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How often something took how long, in buckets whose bounds are fixed. */
public final class Latencies {

    private static final long NANOS_PER_MICRO = 1_000;

    /** The upper bound of each bucket but the last, which has none, in microseconds. */
    public static final List<Long> BOUNDS =
            List.of(
                    50L,
                    100L,
                    200L,
                    500L,
                    1_000L,
                    2_000L,
                    5_000L,
                    10_000L,
                    50_000L,
                    100_000L,
                    500_000L,
                    1_000_000L,
                    5_000_000L,
                    15_000_000L,
                    60_000_000L);

    private final LongAdder[] buckets = new LongAdder[BOUNDS.size() + 1];
    private final LongAdder nanos = new LongAdder();

    Latencies() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    void took(long tookNanos) {
        nanos.add(tookNanos);
        int bucket = 0;
        while (bucket < BOUNDS.size() && tookNanos > BOUNDS.get(bucket) * NANOS_PER_MICRO) {
            bucket++;
        }
        buckets[bucket].increment();
    }

    /**
     * Returns how many were in a bucket, and not in one before it.
     *
     * @param bucket 0 up to and with the number of {@link #BOUNDS}
     */
    public long in(int bucket) {
        return buckets[bucket].sum();
    }

    /** Returns how many there were. */
    public long count() {
        long count = 0;
        for (LongAdder bucket : buckets) {
            count += bucket.sum();
        }
        return count;
    }

    /** Returns what they took together, in nanoseconds. */
    public long sumNanos() {
        return nanos.sum();
    }
}
