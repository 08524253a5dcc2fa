package org.relock.state.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.relock.state.notify.SimPeers.Mood;

/** When which packet is sent, as lines of second, packet and address. */
class NotifyScheduleTest {

    private static final String PEER = "10.0.0.1";
    private static final String OTHER = "10.0.0.2";
    private static final String SIX = "2001:db8:0:0:0:0:0:1";

    private static List<String> udp(SimPeers peers) {
        return peers.sent.stream().filter(line -> !line.contains("tcp ")).toList();
    }

    private static List<String> seconds(List<String> lines, String what) {
        return lines.stream()
                .filter(line -> line.contains(" " + what))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    /** Check 74. */
    @Test
    void aLivingPeerIsToldTheFullNameAndThenTheShortOne() {
        SimPeers peers = new SimPeers().address(PEER, Mood.WELL).tell(PEER, "us.example.test");
        peers.run(NotifyTiming.STANDARD, 100);
        assertEquals(
                List.of(
                        "0 GETPORT udp 10.0.0.1",
                        "0 NOTIFY us.example.test 10.0.0.1",
                        "0 NOTIFY us 10.0.0.1"),
                peers.sent);
        assertEquals(List.of(PEER), peers.told);
        assertTrue(peers.isOver());
    }

    /** Check 75. */
    @Test
    void aShortNameIsToldOnce() {
        SimPeers peers = new SimPeers().address(PEER, Mood.WELL).tell(PEER, "us");
        peers.run(NotifyTiming.STANDARD, 100);
        assertEquals(List.of("us"), peers.heard.get(PEER));
        assertEquals(List.of(PEER), peers.told);
    }

    @Test
    void anAddressForANameIsNotCut() {
        SimPeers peers = new SimPeers().address(PEER, Mood.WELL).tell(PEER, "10.0.0.100");
        peers.run(NotifyTiming.STANDARD, 100);
        assertEquals(List.of("10.0.0.100"), peers.heard.get(PEER));
    }

    /**
     * Check 87, where we differ: nfs-utils sends ten packets and pauses for 100 ms, so that 350
     * hosts take it seconds; we go on as long as we are answered.
     */
    @Test
    void thereIsNoPauseBetweenPeersThatAnswer() {
        SimPeers peers = new SimPeers();
        for (int i = 0; i < 350; i++) {
            String peer = "10.0." + (i >> 8) + "." + (i & 0xff);
            peers.address(peer, Mood.WELL).tell(peer, "us");
        }
        peers.run(NotifyTiming.STANDARD, 100);
        List<String> at = seconds(udp(peers), "NOTIFY");
        assertEquals(350, at.size());
        assertEquals(Set.of("0"), Set.copyOf(at));
    }

    /** Check 81. */
    @Test
    void aSilentStatdIsTriedInRoundsOfThirtySeconds() {
        SimPeers peers = new SimPeers().address(PEER, Mood.STATD_SILENT).tell(PEER, "us");
        peers.run(NotifyTiming.FOR_EVER, 95);
        assertEquals(List.of("0", "30", "60", "90"), seconds(udp(peers), "GETPORT"));
        assertEquals(
                List.of("0", "2", "6", "14", "30", "32", "36", "44", "60", "62", "66", "74")
                        .toString(),
                seconds(udp(peers), "NOTIFY").subList(0, 12).toString());
    }

    /** Check 82. */
    @Test
    void aSilentRpcbindIsAskedEverLessOften() {
        SimPeers peers = new SimPeers().address(PEER, Mood.RPCBIND_SILENT).tell(PEER, "us");
        peers.run(NotifyTiming.FOR_EVER, 500);
        assertEquals(
                List.of("0", "2", "6", "14", "30", "62", "126", "246", "366", "486"),
                seconds(udp(peers), "GETPORT"));
    }

    /** Check 82, where the name is what fails. */
    @Test
    void aNameThatIsNotFoundIsLookedUpEverLessOften() {
        SimPeers peers = new SimPeers().tell("nowhere.test", "us");
        peers.run(NotifyTiming.FOR_EVER, 260);
        assertEquals(
                List.of("0", "2", "6", "14", "30", "62", "126", "246"),
                seconds(peers.sent, "LOOKUP"));
    }

    /** Check 83. */
    @Test
    void anUnregisteredStatdIsAskedForEveryTwoMinutes() {
        SimPeers peers = new SimPeers().address(PEER, Mood.NOT_REGISTERED).tell(PEER, "us");
        peers.run(NotifyTiming.FOR_EVER, 250);
        assertEquals(
                List.of(
                        "0 GETPORT udp 10.0.0.1",
                        "0 GETPORT tcp 10.0.0.1",
                        "120 GETPORT udp 10.0.0.1",
                        "120 GETPORT tcp 10.0.0.1",
                        "240 GETPORT udp 10.0.0.1",
                        "240 GETPORT tcp 10.0.0.1"),
                peers.sent);
    }

    @Test
    void aStatdThatComesBackIsTold() {
        SimPeers peers =
                new SimPeers()
                        .address(PEER, Mood.STATD_SILENT)
                        .later(40, PEER, Mood.WELL)
                        .tell(PEER, "us");
        peers.run(NotifyTiming.STANDARD, 1000);
        assertEquals(List.of("us"), peers.heard.get(PEER));
        assertEquals(44.0, peers.seconds());
    }

    /** Check 84. */
    @Test
    void afterItsTimeItIsOverAndTheDeadAreLeft() {
        SimPeers peers = new SimPeers().address(PEER, Mood.WELL).tell(OTHER, "us").tell(PEER, "us");
        peers.run(new NotifyTiming(Optional.of(Duration.ofMinutes(3))), 10_000);
        assertEquals(180.0, peers.seconds());
        assertEquals(List.of(OTHER), peers.pending());
        assertEquals(List.of(PEER), peers.told);
    }

    /** Check 86. */
    @Test
    void everyAddressIsTriedInTurnAndTheFirstAgain() {
        SimPeers peers =
                new SimPeers()
                        .name("peer.test", PEER, SIX, OTHER)
                        .address(SIX, Mood.STATD_SILENT)
                        .tell("peer.test", "us");
        peers.run(NotifyTiming.FOR_EVER, 20);
        assertEquals(
                List.of(
                        "0 LOOKUP peer.test",
                        "0 GETPORT udp " + PEER,
                        "2 GETPORT udp " + SIX,
                        "2 NOTIFY us " + SIX,
                        "4 GETPORT udp " + OTHER,
                        "8 GETPORT udp " + PEER,
                        "16 NOTIFY us " + SIX),
                udp(peers));
    }

    /** Check 86. */
    @Test
    void aDeadFirstAddressDelaysByTheFirstRetryOnly() {
        SimPeers peers =
                new SimPeers()
                        .name("peer.test", SIX, PEER)
                        .address(PEER, Mood.WELL)
                        .tell("peer.test", "us.example.test");
        peers.run(NotifyTiming.FOR_EVER, 100);
        assertEquals(List.of("us.example.test", "us"), peers.heard.get(PEER));
        assertEquals(2.0, peers.seconds());
    }

    @Test
    void anUnregisteredAddressSendsUsToTheNextAtOnce() {
        SimPeers peers =
                new SimPeers()
                        .name("peer.test", SIX, PEER)
                        .address(SIX, Mood.NOT_REGISTERED)
                        .address(PEER, Mood.WELL)
                        .tell("peer.test", "us");
        peers.run(NotifyTiming.FOR_EVER, 100);
        assertEquals(0.0, peers.seconds());
        assertEquals(List.of("us"), peers.heard.get(PEER));
    }

    @Test
    void aStatdThatIsRegisteredForTcpOnlyIsToldOverTcp() {
        SimPeers peers = new SimPeers().address(PEER, Mood.TCP_ONLY).tell(PEER, "us.example.test");
        peers.run(NotifyTiming.STANDARD, 100);
        assertEquals(
                List.of(
                        "0 GETPORT udp 10.0.0.1",
                        "0 GETPORT tcp 10.0.0.1",
                        "0 tcp NOTIFY us.example.test 10.0.0.1",
                        "0 tcp NOTIFY us 10.0.0.1"),
                peers.sent);
    }

    @Test
    void wherePacketsOfUdpAreFilteredAwayTcpIsTried() {
        SimPeers peers = new SimPeers().address(PEER, Mood.UDP_FILTERED).tell(PEER, "us");
        peers.run(NotifyTiming.STANDARD, 100);
        assertEquals(List.of("us"), peers.heard.get(PEER));
        assertEquals(7.0, peers.seconds());
    }

    @Test
    void aNameThatChangesItsAddressIsFollowed() {
        SimPeers peers =
                new SimPeers()
                        .name("peer.test", OTHER)
                        .nameLater(20, "peer.test", PEER)
                        .address(PEER, Mood.WELL)
                        .tell("peer.test", "us");
        peers.run(NotifyTiming.STANDARD, 100);
        assertEquals(List.of("us"), peers.heard.get(PEER));
        assertEquals(30.0, peers.seconds());
    }

    /** Check 88. */
    @Test
    void twoRecordsOfOneHostAreTwoRecipients() {
        SimPeers peers =
                new SimPeers().address(PEER, Mood.WELL).tell(PEER, "us").tell(PEER, "we.test");
        peers.run(NotifyTiming.STANDARD, 100);
        assertEquals(List.of("us", "we.test", "we"), peers.heard.get(PEER));
        assertEquals(List.of(PEER, PEER), peers.told);
    }

    @Test
    void aPeerHearsFromEverySource() {
        SimPeers peers = new SimPeers().address(PEER, Mood.WELL).tell(PEER, "a.test", "b");
        peers.run(NotifyTiming.STANDARD, 100);
        assertEquals(List.of("a.test", "b", "a"), peers.heard.get(PEER));
        assertEquals(List.of(PEER), peers.told);
    }

    @Test
    void aSourceWithoutAWayToThePeerIsGivenItsRoundAndNoMore() {
        SimPeers peers =
                new SimPeers().address(PEER, Mood.WELL).noWay(1, PEER).tell(PEER, "a", "b");
        peers.run(NotifyTiming.FOR_EVER, 1000);
        assertEquals(List.of("a"), peers.heard.get(PEER));
        assertEquals(List.of(PEER), peers.told);
        assertEquals(30.0, peers.seconds());
    }

    @Test
    void aPeerThatNoSourceReachesStays() {
        SimPeers peers =
                new SimPeers()
                        .address(PEER, Mood.WELL)
                        .noWay(0, PEER)
                        .noWay(1, PEER)
                        .tell(PEER, "a", "b");
        peers.run(NotifyTiming.STANDARD, 1000);
        assertEquals(List.of(PEER), peers.pending());
        assertEquals(900.0, peers.seconds());
    }

    @Test
    void fewDatagramsAreUnansweredAtOnceHoweverManyPeersThereAre() {
        SimPeers peers = new SimPeers();
        for (int i = 0; i < 10_000; i++) {
            String address = "10.1." + i / 250 + "." + i % 250;
            peers.address(address, i % 2 == 0 ? Mood.WELL : Mood.RPCBIND_SILENT)
                    .tell(address, "us");
        }
        peers.run(new NotifyTiming(Optional.of(Duration.ofSeconds(1))), 10);
        assertTrue(peers.mostSentAtOnce <= NotifyTiming.SEND_WINDOW, "" + peers.mostSentAtOnce);
        assertEquals(5_000, peers.told.size());
    }

    @Test
    void anAddressIsToldAtOnceWhileNoNameIsFound() {
        SimPeers peers = new SimPeers().namesHang();
        for (int i = 0; i < 200; i++) {
            peers.tell("host" + i + ".test", "us");
        }
        peers.address(PEER, Mood.WELL).tell(PEER, "us");
        peers.run(new NotifyTiming(Optional.of(Duration.ofSeconds(1))), 10);
        assertEquals(List.of(PEER), peers.told);
        assertEquals("0", seconds(peers.sent, "NOTIFY").get(0));
    }

    @Test
    void aTryThatComesDueWhileOneLooksAwayIsToBeTakenAtOnce() {
        Recipient recipient = new Recipient(SimPeers.record(PEER, "us"));
        recipient.open().add(new Notice(recipient, 0, "us"));
        NotifySchedule schedule = new NotifySchedule(List.of(recipient), NotifyTiming.STANDARD, 0);
        assertTrue(schedule.next(0).isPresent());
        assertTrue(schedule.next(SimPeers.SECOND).isEmpty());
        long later = 3 * SimPeers.SECOND;
        assertTrue(schedule.nextLook(later) <= later);
        assertTrue(schedule.next(later).isPresent());
    }
}
