package org.relock.tests.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The status monitor alone, on both sides of a bad network. */
class StatusPairTest {

    /** NLM check 55. */
    @Test
    void whoeverIsWatchedHearsOfEveryRebootHoweverBadTheNetworkIs() {
        Runs.all(Seeds.ofThisRun(200, List.of()), StatusPair::new);
    }

    @Test
    void aSeedMakesTheSameWorldEachTime() {
        assertEquals(Runs.one(7, StatusPair::new), Runs.one(7, StatusPair::new));
        assertNotEquals(Runs.one(7, StatusPair::new), Runs.one(8, StatusPair::new));
    }
}
