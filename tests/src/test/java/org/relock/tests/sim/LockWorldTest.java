package org.relock.tests.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers, clients and status monitors together, from many seeds. */
class LockWorldTest {

    /** Seeds that failed once, with what was wrong then. */
    private static final List<Long> ONCE_FAILED =
            List.of(
                    // A record that lacked its end was taken for the truth about others' locks.
                    25L,
                    // A client that heard of two reboots reclaimed after grace what it had back.
                    177L,
                    // A client reclaimed in vain what it had locked anew before it heard.
                    87L,
                    // A statd that was started again, elsewhere, was not found in time.
                    61L,
                    713L,
                    // A reclaim for reading, sent twice, took away the writing.
                    796L,
                    // A client that was refused in grace was believed after the next reboot.
                    383L);

    /** NLM checks 6, 18, 24, 26, 33, 38, 42, 43, 47, 49, 52, 55, 56, 57, 58 and 67. */
    @Test
    void nothingThatCanHappenCostsALockOrLeavesOne() {
        Runs.all(Seeds.ofThisRun(300, ONCE_FAILED), LockWorld::new);
    }

    @Test
    void aSeedMakesTheSameWorldEachTime() {
        assertEquals(Runs.one(7, LockWorld::new), Runs.one(7, LockWorld::new));
    }
}
