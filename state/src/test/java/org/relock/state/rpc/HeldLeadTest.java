package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who leads while, and after, the leader does something short. */
class HeldLeadTest {

    private final HeldLead hold = new HeldLead();

    @Test
    void aLeaderThatComesBackLeadsOn() {
        assertTrue(hold.mayBegin());
        long begun = hold.begin();
        assertTrue(HeldLead.isHeld(begun));
        assertTrue(hold.end(begun));
        assertFalse(HeldLead.isHeld(hold.turn()));
        assertFalse(hold.take(begun), "there is nothing to take any more");
        assertTrue(hold.mayBegin());
    }

    @Test
    void whoseLeadWasTakenDoesNotLeadAnyMore() {
        long begun = hold.begin();
        assertTrue(hold.take(begun));
        assertFalse(hold.take(begun), "only one takes it");
        assertFalse(hold.end(begun));
    }

    /** Two holds one after the other look alike, but a leader that is quick is left alone. */
    @Test
    void aHoldIsNotTakenForTheOneBefore() {
        long first = hold.begin();
        hold.end(first);
        long second = hold.begin();
        assertFalse(hold.take(first));
        assertTrue(hold.end(second));
    }

    /** A disk that was slow once is slow the next time, and nobody else is to wait for that. */
    @Test
    void afterOneThatTookTooLongOthersAreNotTriedForAWhile() {
        hold.take(hold.begin());
        int refused = 0;
        while (!hold.mayBegin()) {
            refused++;
        }
        assertTrue(refused >= 10, refused + " were refused");
        assertTrue(hold.end(hold.begin()));
    }
}
