package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.lockd.nlm.NlmStat.BLOCKED;
import static org.relock.lockd.nlm.NlmStat.DENIED;
import static org.relock.lockd.nlm.NlmStat.GRANTED;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.Opaque;

/** NLM check 39: a CANCEL takes back exactly what was asked for, and nothing that is held. */
class CancelTest {

    private final Served served = new Served();
    private final Peer alice = served.peer("192.0.2.1", "alice");
    private final Peer bob = served.peer("192.0.2.2", "bob");

    @BeforeEach
    void bobWaitsForAlice() {
        alice.lock(0, 0);
        assertEquals(BLOCKED, bob.lockOrWait(10, 5));
        served.heardNow();
    }

    private void stillWaits() {
        assertEquals("1 1 0", served.counts());
    }

    @Test
    void theSameWordsCancel() {
        assertEquals(GRANTED, bob.cancel(true, 10, 5));
        assertEquals(List.of("reply", "deliver"), served.heardNow());
        assertEquals("1 0 0", served.counts());
        assertEquals(DENIED, bob.cancel(true, 10, 5));
    }

    @Test
    void blockDecidesNothing() {
        CancelArgs args = new CancelArgs(bob.cookie, false, true, bob.bytes(10, 5));
        assertEquals(GRANTED, bob.stat(bob.call(Nlm.CANCEL, args)));
        assertEquals("1 0 0", served.counts());
    }

    @Test
    void anyOtherWordsDoNot() {
        assertEquals(DENIED, bob.cancel(false, 10, 5));
        assertEquals(DENIED, bob.cancel(true, 10, 6));
        assertEquals(DENIED, bob.cancel(true, 9, 5));
        assertEquals(DENIED, bob.cancel(true, 10, 0));
        stillWaits();
        bob.svid++;
        assertEquals(DENIED, bob.cancel(true, 10, 5));
        bob.svid--;
        bob.owner = Opaque.ofHex("0c");
        assertEquals(DENIED, bob.cancel(true, 10, 5));
        bob.owner = Opaque.ofHex("0b");
        bob.handle = Opaque.ofHex("ff");
        assertEquals(DENIED, bob.cancel(true, 10, 5));
        stillWaits();
        assertEquals(DENIED, alice.cancel(true, 10, 5));
        stillWaits();
    }

    @Test
    void whatIsHeldStaysHeld() {
        assertEquals(GRANTED, alice.unlock(0, 0));
        served.locks.confirm(1);
        assertEquals(DENIED, bob.cancel(true, 10, 5));
        assertEquals("1 0 0", served.counts());
    }

    @Test
    void anOfferIsTakenBack() {
        assertEquals(GRANTED, alice.unlock(0, 0));
        assertEquals(GRANTED, bob.cancel(true, 10, 5));
        assertEquals("0 0 0", served.counts());
    }

    /** E13. */
    @Test
    void aCancelledUpgradeKeepsWhatWasThere() {
        Peer carol = served.peer("192.0.2.3", "carol");
        alice.unlock(0, 0);
        bob.cancel(true, 10, 5);
        assertEquals(GRANTED, alice.readLock(0, 1));
        assertEquals(GRANTED, bob.readLock(0, 1));
        assertEquals(BLOCKED, alice.lockOrWait(0, 0));
        assertEquals(GRANTED, alice.cancel(true, 0, 0));
        assertEquals(DENIED, carol.test(true, 0, 1).stat());
        assertEquals("2 0 0", served.counts());
    }
}
