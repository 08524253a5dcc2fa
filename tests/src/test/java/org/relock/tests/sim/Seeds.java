package org.relock.tests.sim;

import java.util.List;
import java.util.stream.LongStream;

/** Which seeds to run: those on the command line, or a number of new ones and the old ones. */
final class Seeds {

    /** One seed, to see again what it did. */
    private static final String ONE = "sim.seed";

    /** How many seeds, counted from {@link #FIRST}. */
    private static final String MANY = "sim.seeds";

    private static final String FIRST = "sim.first";

    private Seeds() {}

    /** Whether somebody wants to see one seed again, and how it goes. */
    static boolean isOne() {
        return System.getProperty(ONE) != null;
    }

    static long[] ofThisRun(int usually, List<Long> onceFailed) {
        if (isOne()) {
            return new long[] {Long.getLong(ONE)};
        }
        long first = Long.getLong(FIRST, 1);
        long count = Long.getLong(MANY, usually);
        return LongStream.concat(
                        onceFailed.stream().mapToLong(Long::longValue),
                        LongStream.range(first, first + count))
                .toArray();
    }
}
