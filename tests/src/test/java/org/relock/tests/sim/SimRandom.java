package org.relock.tests.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** All the chance there is in a world; the same seed makes the same world. */
final class SimRandom {

    private final SplittableRandom random;

    SimRandom(long seed) {
        // Neighbouring seeds would begin alike otherwise.
        random = new SplittableRandom(new SplittableRandom(seed).nextLong());
    }

    /** Returns true {@code percent} times in a hundred. */
    boolean chance(int percent) {
        return below(100) < percent;
    }

    /** Returns 0 to {@code bound} - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    long nextLong() {
        return random.nextLong();
    }

    int nextInt() {
        return random.nextInt();
    }

    /** Returns nanoseconds between both. */
    long nanos(Duration shortest, Duration longest) {
        long low = shortest.toNanos();
        long high = longest.toNanos();
        return high <= low ? low : random.nextLong(low, high + 1);
    }

    Duration duration(Duration shortest, Duration longest) {
        return Duration.ofNanos(nanos(shortest, longest));
    }

    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }
}
