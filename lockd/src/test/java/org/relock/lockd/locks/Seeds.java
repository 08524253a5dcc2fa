package org.relock.lockd.locks;

import java.util.stream.LongStream;

/**
 * How many random runs there are, and how long. The normal run is short; the long form, that of NLM
 * check 18, is {@code mvn -pl lockd -am test -Dtest='*ModelTest' -Dlocks.seeds=1000
 * -Dlocks.steps=10000 -Dsurefire.failIfNoSpecifiedTests=false}. A failure names its seed; {@code
 * -Dlocks.seed=} runs that one alone.
 */
final class Seeds {

    private static final int SHORT_SEEDS = 20;
    private static final int SHORT_STEPS = 2_000;

    private Seeds() {}

    static LongStream all() {
        Long one = Long.getLong("locks.seed");
        return one == null
                ? LongStream.rangeClosed(1, Integer.getInteger("locks.seeds", SHORT_SEEDS))
                : LongStream.of(one);
    }

    static int steps() {
        return Integer.getInteger("locks.steps", SHORT_STEPS);
    }
}
