package org.relock.tests.sim;

import java.util.function.LongFunction;

/** Runs one kind of world for many seeds, and shows the first that fails. */
final class Runs {

    private Runs() {}

    /** A world that can be lived to its end. */
    interface Life extends AutoCloseable {
        SimWorld world();

        /** Lives it; throws what is wrong with it. */
        void live();

        @Override
        void close();
    }

    static void all(long[] seeds, LongFunction<Life> life) {
        for (long seed : seeds) {
            one(seed, life);
        }
    }

    /** Returns the fingerprint. */
    static long one(long seed, LongFunction<Life> lives) {
        try (Life life = lives.apply(seed)) {
            return fingerprint(seed, life);
        }
    }

    private static long fingerprint(long seed, Life life) {
        try {
            life.live();
        } catch (RuntimeException wrong) {
            throw new AssertionError(
                    "Seed "
                            + seed
                            + " after "
                            + life.world().scheduler().steps()
                            + " steps: "
                            + wrong.getMessage()
                            + "\nRun it again with -Dsim.seed="
                            + seed
                            + "\n"
                            + life.world().trace()
                            + wrong.getMessage(),
                    wrong);
        }
        if (Seeds.isOne()) {
            System.out.println(life.world().trace());
        }
        return life.world().trace().fingerprint();
    }
}
