package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nlm.NlmStat.DENIED;
import static org.relock.lockd.nlm.NlmStat.GRANTED;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** While a LOCK waits for the register, what its client says next does not overtake it. */
class OrderOfRequestsTest {

    private final Served served = new Served();
    private final Peer alice = served.peer("192.0.2.1", "alice");
    private final Peer bob = served.peer("192.0.2.2", "bob");

    @Test
    void anUnlockRightBehindItsLockLeavesNothing() {
        CompletableFuture<Boolean> slow = new CompletableFuture<>();
        served.remembering = slow;
        Letter lock = alice.call(Nlm.LOCK, alice.lockArgs(false, true, 0, 10));
        Letter test = alice.call(Nlm.TEST, alice.testArgs(true, 0, 10));
        Letter unlock = alice.call(Nlm.UNLOCK, alice.unlockArgs(0, 10));
        assertFalse(unlock.isAnswered());
        served.remembering = CompletableFuture.completedFuture(true);
        assertEquals(GRANTED, bob.lock(20, 1));
        assertFalse(test.isAnswered());
        slow.complete(true);
        assertEquals(GRANTED, alice.stat(lock));
        assertTrue(test.isAnswered());
        assertEquals(GRANTED, alice.stat(unlock));
        assertEquals("1 0 0", served.counts());
        assertEquals(GRANTED, bob.lock(0, 10));
    }

    @Test
    void aCancelRightBehindItsLockFindsTheWish() {
        bob.lock(0, 10);
        CompletableFuture<Boolean> slow = new CompletableFuture<>();
        served.remembering = slow;
        Letter lock = alice.call(Nlm.LOCK, alice.lockArgs(true, true, 0, 10));
        alice.version = NlmVersion.V3;
        Letter cancel = alice.call(Nlm.CANCEL, alice.cancelArgs(true, 0, 10));
        slow.complete(true);
        assertEquals(NlmStat.BLOCKED, alice.stat(lock));
        assertEquals(GRANTED, alice.stat(cancel));
        assertEquals("1 0 0", served.counts());
    }

    @Test
    void aRefusalLetsTheNextOnesGo() {
        CompletableFuture<Boolean> slow = new CompletableFuture<>();
        served.remembering = slow;
        Letter lock = alice.call(Nlm.LOCK, alice.lockArgs(false, true, 0, 10));
        Letter cancel = alice.call(Nlm.CANCEL, alice.cancelArgs(true, 0, 10));
        slow.complete(false);
        assertEquals(NlmStat.DENIED_NOLOCKS, alice.stat(lock));
        assertEquals(DENIED, alice.stat(cancel));
    }
}
