package org.relock.lockd.nfs3;

import java.util.concurrent.atomic.LongAdder;

/**
 * How long the calls of one procedure took, in buckets that double: the first holds what took no
 * longer than {@link #FIRST_MICROS}, the last all that took longer than what is before it.
 */
public final class Latencies {

    /** How many buckets there are: the last but one ends at 16 seconds. */
    public static final int BUCKETS = 24;

    /** The upper bound of the first bucket, in microseconds. */
    private static final long FIRST_MICROS = 4;

    private static final long NANOS_PER_MICRO = 1_000;

    private final LongAdder[] buckets = new LongAdder[BUCKETS];
    private final LongAdder nanos = new LongAdder();

    Latencies() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new LongAdder();
        }
    }

    void took(long tookNanos) {
        nanos.add(tookNanos);
        buckets[bucket(tookNanos)].increment();
    }

    private static int bucket(long tookNanos) {
        // The first power of two times the first bound that is not less.
        long bounds = (tookNanos - 1) / (FIRST_MICROS * NANOS_PER_MICRO);
        int bucket = tookNanos <= 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(bounds);
        return Math.min(bucket, BUCKETS - 1);
    }

    /**
     * Returns the upper bound of a bucket in microseconds.
     *
     * @param bucket 0 to {@link #BUCKETS} - 2; the last has none
     */
    public static long boundMicros(int bucket) {
        return FIRST_MICROS << bucket;
    }

    /**
     * Returns how many were in a bucket, and not in one before it.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1
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

    /**
     * Returns a time within which that share of all was done: the upper bound of a bucket, in
     * microseconds; 0 if there were none, and the largest bound for what took longer.
     *
     * @param share between 0 and 1
     */
    public long quantileMicros(double share) {
        long wanted = (long) Math.ceil(count() * share);
        if (wanted == 0) {
            return 0;
        }
        long seen = 0;
        for (int i = 0; i < BUCKETS - 1; i++) {
            seen += in(i);
            if (seen >= wanted) {
                return boundMicros(i);
            }
        }
        return boundMicros(BUCKETS - 2);
    }
}
