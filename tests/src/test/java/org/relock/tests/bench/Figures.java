package org.relock.tests.bench;

import java.util.Arrays;

/** Numbers of one kind from repeated rounds, and how they are told: median, and the spread. */
final class Figures {

    private final double[] sorted;

    private Figures(double[] sorted) {
        this.sorted = sorted;
    }

    /** Takes the figures of all rounds, in any order; at least one. */
    static Figures of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Figures(sorted);
    }

    /** Takes {@code count} durations in nanoseconds as microseconds. */
    static Figures ofNanos(long[] nanos, int count) {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            micros[i] = nanos[i] / 1e3;
        }
        return of(micros);
    }

    double median() {
        return percentile(50);
    }

    /** Returns the value that {@code percent} of the figures do not exceed. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    /** Says the median, with the least and the most in brackets. */
    @Override
    public String toString() {
        return String.format(
                "%,.0f [%,.0f..%,.0f]", median(), sorted[0], sorted[sorted.length - 1]);
    }
}
