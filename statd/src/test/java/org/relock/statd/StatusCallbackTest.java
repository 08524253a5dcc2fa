package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.statd.StatdUnderTest.COOKIE;
import static org.relock.statd.StatdUnderTest.wish;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the local lock managers hear of reboots, and how long we try. */
class StatusCallbackTest {

    private final StatdUnderTest statd = StatdUnderTest.compatible().withPeers();

    private void peerReboots(int state) {
        statd.notice("peer.example.test", state, "10.9.0.2");
    }

    /** Check 55. */
    @Test
    void rpcbindIsAskedForThePortFirst() {
        statd.mon("peer");
        peerReboots(7);
        assertEquals(
                List.of("GETPORT 100021 3 17", "3/16 peer 7 " + COOKIE), statd.lockManager.heard);
        peerReboots(9);
        assertEquals("GETPORT 100021 3 17", statd.lockManager.heard.get(2), "and each time anew");
        assertEquals(0, statd.memory.owed().size());
    }

    /** Check 56. */
    @Test
    void aSilentLockManagerIsTriedUntilItAnswers() {
        statd.mon("peer");
        statd.lockManager.answers(false);
        peerReboots(7);
        statd.time.advance(Duration.ofMinutes(10));
        int tries = statd.lockManager.callbacks().size();
        assertTrue(tries >= 10 && tries <= 20, tries + " tries in ten minutes");
        assertEquals(1, statd.memory.owed().size());
        statd.lockManager.answers(true);
        statd.time.advance(StatdLimits.CALLBACK_LONGEST_PAUSE);
        assertEquals(tries + 1, statd.lockManager.callbacks().size());
        assertEquals(0, statd.memory.owed().size());
        assertEquals(0, statd.statd.owed());
    }

    @Test
    void pausesDoubleFromOneSecondToAMinute() {
        statd.mon("peer");
        statd.lockManager.registerAt(0);
        peerReboots(7);
        StringBuilder seconds = new StringBuilder();
        int before = 1;
        for (int second = 1; second <= 185; second++) {
            statd.time.advance(Duration.ofSeconds(1));
            if (statd.lockManager.heard.size() > before) {
                before = statd.lockManager.heard.size();
                seconds.append(second).append(' ');
            }
        }
        assertEquals("1 3 7 15 31 63 123 183 ", seconds.toString());
    }

    /** Check 57. */
    @Test
    void aLockManagerThatRegistersLaterIsTold() {
        statd.mon("peer");
        statd.lockManager.registerAt(0);
        peerReboots(7);
        statd.time.advance(Duration.ofSeconds(90));
        assertEquals(List.of(), statd.lockManager.callbacks());
        statd.lockManager.registerAt(4045);
        statd.time.advance(StatdLimits.CALLBACK_LONGEST_PAUSE);
        assertEquals(List.of("3/16 peer 7 " + COOKIE), statd.lockManager.callbacks());
    }

    @Test
    void aLockManagerThatCallsUsIsTriedAtOnce() {
        statd.mon("peer");
        statd.lockManager.registerAt(0);
        peerReboots(7);
        statd.time.advance(Duration.ofMinutes(5));
        statd.lockManager.registerAt(4045);
        statd.mon("other");
        assertEquals(List.of("3/16 peer 7 " + COOKIE), statd.lockManager.callbacks());
    }

    /** K4. */
    @Test
    void whatIsOwedIsMadeGoodAfterARestart() {
        statd.mon("peer");
        statd.lockManager.registerAt(0);
        peerReboots(7);
        StatdUnderTest next = statd.restarted();
        next.statd.begin();
        assertEquals(List.of("3/16 peer 7 " + COOKIE), next.lockManager.callbacks());
        assertEquals(0, next.memory.owed().size());
        StatdUnderTest third = next.restarted();
        third.statd.begin();
        assertEquals(List.of(), third.lockManager.callbacks());
    }

    @Test
    void aNewerStateTakesTheOldersPlace() {
        statd.mon("peer");
        statd.lockManager.registerAt(0);
        peerReboots(7);
        peerReboots(9);
        statd.lockManager.registerAt(4045);
        statd.time.advance(Duration.ofMinutes(2));
        assertEquals(List.of("3/16 peer 9 " + COOKIE), statd.lockManager.callbacks());
    }

    @Test
    void nobodyIsToldOfAHostNoLongerWatched() {
        statd.mon("peer");
        statd.lockManager.registerAt(0);
        peerReboots(7);
        statd.unmon(wish("peer"));
        statd.lockManager.registerAt(4045);
        statd.time.advance(Duration.ofMinutes(2));
        assertEquals(List.of(), statd.lockManager.callbacks());
        assertEquals(0, statd.statd.owed());
    }

    @Test
    void afterAVeryLongTimeItIsGivenUp() {
        statd.mon("peer");
        statd.lockManager.registerAt(0);
        peerReboots(7);
        statd.time.advance(StatdLimits.CALLBACK_GIVE_UP.plusMinutes(2));
        assertEquals(0, statd.statd.owed());
        assertEquals(0, statd.memory.owed().size());
    }

    @Test
    void manyHostsAreToldAFewAtATimeWithOneQuestionForThePort() {
        for (int i = 0; i < 100; i++) {
            statd.mon("10.8.0." + i);
        }
        statd.lockManager.registerAt(0);
        for (int i = 0; i < 100; i++) {
            statd.notice("any", 7, "10.8.0." + i);
        }
        statd.lockManager.registerAt(4045);
        statd.lockManager.heard.clear();
        statd.time.advance(Duration.ofMinutes(1));
        assertEquals(100, statd.lockManager.callbacks().size());
        assertEquals(101, statd.lockManager.heard.size());
    }
}
