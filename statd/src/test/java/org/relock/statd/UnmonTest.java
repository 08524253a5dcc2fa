package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.statd.StatdUnderTest.COOKIE;
import static org.relock.statd.StatdUnderTest.LOOPBACK;
import static org.relock.statd.StatdUnderTest.MY_NAME;
import static org.relock.statd.StatdUnderTest.caller;
import static org.relock.statd.StatdUnderTest.wish;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmStat;
import org.relock.state.xdr.XdrReader;

/** SM_UNMON, SM_UNMON_ALL and SM_SIMU_CRASH as their callers see them. */
class UnmonTest {

    private final StatdUnderTest statd = StatdUnderTest.compatible().withPeers();

    /** Check 44. */
    @Test
    void theSameWishEndsInMemoryAndOnDisk() {
        statd.mon("peer");
        assertEquals(5, statd.unmon(wish("peer")));
        assertEquals(0, statd.statd.monitored());
        assertEquals(List.of(), statd.store.lines());
        assertEquals(
                List.of("add-client peer " + MY_NAME, "del-client peer " + MY_NAME),
                statd.callout.words);
    }

    /** Check 45. */
    @Test
    void anAliasEndsTheWishInMemoryAndOnDisk() {
        statd.mon("peer");
        assertEquals(5, statd.unmon(wish("alias")));
        assertEquals(0, statd.statd.monitored());
        assertEquals(List.of(), statd.store.lines());
    }

    @Test
    void aWishUnderItsOwnNameEndsAlone() {
        statd.mon("peer");
        statd.mon("alias");
        statd.unmon(wish("alias"));
        assertEquals(1, statd.statd.monitored());
        assertEquals(
                List.of("peer.example.test peer " + MY_NAME + " " + COOKIE), statd.store.lines());
    }

    /** Check 46. */
    @Test
    void anUnknownHostChangesNothing() {
        statd.mon("peer");
        assertEquals(5, statd.unmon(wish("other")));
        assertEquals(5, statd.unmon(wish("nowhere")));
        assertEquals(1, statd.statd.monitored());
    }

    /** Check 48. */
    @Test
    void aStrangerHearsOurStateAndChangesNothing() throws Exception {
        statd.mon("peer");
        assertEquals(5, statd.unmonFrom(caller("10.9.0.2", 800), wish("peer")));
        assertEquals(5, statd.unmonFrom(caller("127.0.0.2", 800), wish("peer")));
        MyId watcher = wish("peer").myId();
        SmStat reply =
                SmStat.decode(
                        new XdrReader(
                                statd.call(caller("10.9.0.2", 800), Sm.UNMON_ALL, watcher).join()));
        assertEquals(5, reply.state());
        assertEquals(1, statd.statd.monitored());
        assertEquals(1, statd.store.lines().size());
    }

    /** Check 47. */
    @Test
    void unmonAllEndsThatWatchersWishesOnly() {
        MyId version3 = new MyId(MY_NAME, 100021, 3, 16);
        MyId version4 = new MyId(MY_NAME, 100021, 4, 16);
        MyId stranger = new MyId("elsewhere", 100021, 3, 16);
        statd.mon(new MonId("peer", version3), COOKIE);
        statd.mon(new MonId("peer", version4), COOKIE);
        statd.mon(new MonId("other", version3), COOKIE);
        statd.mon(new MonId("other", stranger), COOKIE);
        assertEquals(5, statd.unmonAll(version3));
        assertEquals(2, statd.store.lines().size());
        assertEquals(2, statd.statd.monitored());
        assertEquals(
                List.of("del-client other " + MY_NAME, "del-client peer " + MY_NAME),
                statd.callout.words.subList(4, 6),
                "the newest first");
    }

    @Test
    void unmonAllByTheShortNameEmptiesMemoryAndDisk() {
        statd.mon("peer");
        statd.unmonAll(new MyId("labhost", 100021, 3, 16));
        assertEquals(0, statd.statd.monitored());
        assertEquals(List.of(), statd.store.lines());
    }

    /** Check 66. */
    @Test
    void aSimulatedCrashIsForPrivilegedCallersOfThisHost() {
        statd.mon("peer");
        statd.call(caller(LOOPBACK, 1024), Sm.SIMU_CRASH, xdr -> {}).join();
        statd.call(caller("10.9.0.2", 800), Sm.SIMU_CRASH, xdr -> {}).join();
        assertEquals(1, statd.statd.monitored());
        assertEquals(0, statd.crashes);
    }

    /** Check 67. */
    @Test
    void aSimulatedCrashForgetsAllHostsAndKeepsTheirFiles() {
        statd.mon("peer");
        statd.mon("other");
        statd.mon("10.9.0.7");
        statd.call(caller(LOOPBACK, 1023), Sm.SIMU_CRASH, xdr -> {}).join();
        assertEquals(0, statd.statd.monitored());
        assertEquals(3, statd.store.lines().size());
        assertEquals(1, statd.crashes);
        statd.mon("peer");
        assertEquals(1, statd.statd.monitored());
    }
}
