package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nlm.NlmStat.BLOCKED;
import static org.relock.lockd.nlm.NlmStat.DENIED_GRACE_PERIOD;
import static org.relock.lockd.nlm.NlmStat.DENIED_NOLOCKS;
import static org.relock.lockd.nlm.NlmStat.GRANTED;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** NLM check 67: what a client is told is recorded before. */
class SafetyTest {

    private final Served served = new Served();
    private final Peer alice = served.peer("192.0.2.1", "alice");
    private final Peer bob = served.peer("192.0.2.2", "bob");

    @Test
    void nobodyHearsOfAChangeBeforeItIsSafe() {
        bob.lock(50, 1);
        served.heardNow();
        served.forcing = new CompletableFuture<>();
        List<Letter> letters = new ArrayList<>();
        letters.add(alice.call(Nlm.LOCK, alice.lockArgs(false, true, 0, 10)));
        letters.add(alice.call(Nlm.NM_LOCK, alice.lockArgs(false, true, 20, 10)));
        letters.add(alice.call(Nlm.LOCK, alice.lockArgs(true, true, 50, 1)));
        letters.add(alice.call(Nlm.CANCEL, alice.cancelArgs(true, 50, 1)));
        letters.add(alice.call(Nlm.UNLOCK, alice.unlockArgs(0, 10)));
        letters.add(alice.call(Nlm.SHARE, alice.shareArgs(1, 1)));
        letters.add(alice.call(Nlm.UNSHARE, alice.shareArgs(1, 1)));
        letters.add(alice.call(Nlm.FREE_ALL, Bytes.hex(new NlmNotify("alice", 0))));
        alice.call(Nlm.LOCK_MSG, alice.lockArgs(false, true, 70, 1));
        assertTrue(letters.stream().noneMatch(Letter::isAnswered));
        assertEquals(List.of(), served.sent);
        assertFalse(served.heard.contains("announced 1"));
        assertTrue(alice.call(Nlm.TEST, alice.testArgs(true, 0, 1)).isAnswered());
        served.forcing.complete(true);
        assertTrue(letters.stream().allMatch(Letter::isAnswered));
        assertEquals(BLOCKED, alice.stat(letters.get(2)));
        assertEquals(GRANTED, alice.stat(letters.get(3)));
        assertEquals(1, served.sent.size());
        assertTrue(served.heard.contains("announced 1"));
    }

    @Test
    void whatCannotBeRecordedIsAnsweredAllTheSame() {
        served.forcing = CompletableFuture.completedFuture(false);
        assertEquals(GRANTED, alice.lock(0, 1));
    }

    @Test
    void withoutRoomNothingNewIsGrantedAndOldThingsAreGivenUp() {
        alice.lock(0, 10);
        served.full = true;
        assertEquals(DENIED_NOLOCKS, alice.lock(20, 1));
        assertEquals(DENIED_NOLOCKS, alice.lockOrWait(20, 1));
        assertEquals(DENIED_NOLOCKS, alice.share(1, 1));
        assertEquals(GRANTED, alice.test(true, 20, 1).stat());
        assertEquals(GRANTED, alice.unlock(0, 10));
        alice.reclaim = true;
        assertEquals(DENIED_GRACE_PERIOD, alice.lock(0, 10));
    }
}
