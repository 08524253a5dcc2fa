package org.relock.tests.bench;

/** How long things took, to the microsecond up to a tenth of a second; longer counts as that. */
final class Histogram {

    private static final int MOST_MICROS = 100_000;

    private final int[] counts = new int[MOST_MICROS + 1];
    private long total;

    void add(long nanos) {
        counts[(int) Math.min(MOST_MICROS, nanos / 1_000)]++;
        total++;
    }

    /** Returns the time in microseconds that {@code percent} of all did not exceed. */
    int percentile(double percent) {
        long wanted = (long) Math.ceil(total * percent / 100);
        long seen = 0;
        for (int micros = 0; micros <= MOST_MICROS; micros++) {
            seen += counts[micros];
            if (seen >= wanted) {
                return micros;
            }
        }
        return MOST_MICROS;
    }
}
