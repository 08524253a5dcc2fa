package org.relock.tests.smnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sm-notify as a program, each time on a machine of its own. What it tells stands in a picture. */
final class SmNotifyProgramTest {

    @TempDir private Path directory;

    @BeforeEach
    void needs() {
        StoryMachine.needs();
    }

    /** Checks 70, 71. */
    @Test
    void withNobodyToTellGraceIsLiftedAndTheStateStays() throws Exception {
        assertEquals(
                """
                exit 0
                state 5, kernel , grace\s
                sm [], sm.bak []
                mark true
                exit 0
                state 5, kernel , grace Y
                sm [], sm.bak []
                """,
                story("nobody"));
    }

    /** Checks 74, 75, 88, 91; ha check F6. */
    @Test
    void peersAreToldUnderEachOfOurNamesAndForgotten() throws Exception {
        assertEquals(
                """
                exit 0
                state 7, kernel 7, grace\s
                sm [], sm.bak []
                10.0.0.9 7 from 127.0.0.1 reserved
                short 7 from 127.0.0.1 reserved
                us 7 from 127.0.0.1 reserved
                us.example.test 7 from 127.0.0.1 reserved
                full name first true
                tcp.example.test 7 from 127.0.0.1 reserved over TCP
                tcp 7 from 127.0.0.1 reserved over TCP
                exit 0
                state -2147483647, kernel -2147483647, grace\s
                sm [], sm.bak []
                wrapped -2147483647 from 127.0.0.1 reserved
                """,
                story("told"));
    }

    /** Checks 72, 73. */
    @Test
    void aSecondRunDoesNothingUnlessItIsForcedOrAnnouncesTheSameState() throws Exception {
        assertEquals(
                """
                exit 0
                exit 0
                state 5, kernel , grace Y
                sm [127.0.0.2], sm.bak []
                exit 0
                state 5, kernel 5, grace Y
                sm [], sm.bak []
                second 5 from 127.0.0.1 reserved
                exit 0
                state 7, kernel 7, grace Y
                sm [], sm.bak []
                third 7 from 127.0.0.1 reserved
                """,
                story("again"));
    }

    /** Check 79; the bytes of XNFS, chapter 11, after the xid. */
    @Test
    void aNoticeIsMadeAsSpecifiedAndComesFromThePortAskedFor() throws Exception {
        assertEquals(
                "exit 0\n"
                        + "00000000" // a call
                        + "00000002" // of RPC version 2
                        + "000186b8" // to status
                        + "00000001" // version 1
                        + "00000006" // SM_NOTIFY
                        + "0000000000000000" // no credential
                        + "0000000000000000" // no verifier
                        + "00000005" // five bytes
                        + "73686f7274000000" // short
                        + "00000007" // our state
                        + "\nshort 7 from 127.0.0.1 5055\n",
                story("bytes"));
    }

    /** Check 76; ha checks 12, 13, and Pacemaker's forms of the command. */
    @Test
    void noticesLeaveFromTheAddressesGivenUnderTheirNames() throws Exception {
        assertEquals(
                """
                exit 0
                vip.example.test 7 from 127.0.0.100 reserved
                vip 7 from 127.0.0.100 reserved
                exit 0
                vip.example.test 9 from 127.0.0.100 reserved
                vip 9 from 127.0.0.100 reserved
                exit 0
                vip 11 from 127.0.0.100 reserved
                vip.example.test 11 from 127.0.0.100 reserved
                vip2 11 from 127.0.0.101 reserved
                vip2.example.test 11 from 127.0.0.101 reserved
                exit 0
                127.0.0.102 13 from 127.0.0.102 reserved
                state 13, kernel 13, grace\s
                sm [], sm.bak []
                """,
                story("sources"));
    }

    /** Checks 77, 78. */
    @Test
    void aSourceThatCannotBeUsedChangesNothing() throws Exception {
        String nothing =
                """
                exit 1
                state 5, kernel , grace\s
                sm [127.0.0.2], sm.bak []
                """;
        assertEquals(
                nothing.repeat(4)
                        + """
                        mark false
                        exit 0
                        state 7, kernel 7, grace\s
                        sm [], sm.bak []
                        """,
                story("badSources"));
    }

    /** Checks 84, 85. */
    @Test
    void whoIsNotToldInTimeIsLeftForTheNextRun() throws Exception {
        assertEquals(
                """
                exit 1
                state 7, kernel 7, grace\s
                sm [], sm.bak [127.0.0.3]
                a 7 from 127.0.0.1 reserved
                b 7 from 127.0.0.1 reserved
                exit 0
                state 9, kernel 9, grace\s
                sm [], sm.bak []
                b 9 from 127.0.0.1 reserved
                """,
                story("gone"));
    }

    /** Check 86. */
    @Test
    void everyAddressOfAPeerIsTried() throws Exception {
        assertEquals(
                """
                exit 0
                state 7, kernel 7, grace\s
                sm [], sm.bak []
                us 7 from 127.0.0.1 reserved
                """,
                story("addresses"));
    }

    /** Check 89. */
    @Test
    void aListThatCannotBeReadWhollyKeepsGrace() throws Exception {
        assertEquals(
                """
                exit 0
                state 5, kernel , grace Y
                sm [], sm.bak []
                exit 1
                state 5, kernel , grace\s
                sm [], sm.bak [bad]
                exit 1
                state 7, kernel 7, grace\s
                sm [], sm.bak [bad]
                us 7 from 127.0.0.1 reserved
                """,
                story("unreadable"));
    }

    /** Check 90. */
    @Test
    void aReplyFromElsewhereDoesNotCount() throws Exception {
        assertEquals(
                """
                exit 1
                state 7, kernel 7, grace\s
                sm [], sm.bak [127.0.0.2]
                us 7 from 127.0.0.1 reserved
                """,
                story("forged"));
    }

    /** Checks 80, 92. */
    @Test
    void ctdbTellsTheClientsOfAnAddressFromADirectoryOfItsOwn() throws Exception {
        assertEquals(
                """
                exit 0
                state 1700000000, kernel 1700000001, grace\s
                sm [], sm.bak []
                vip.example.test 1700000001 from 127.0.0.100 reserved
                vip 1700000001 from 127.0.0.100 reserved
                exit 0
                state 1700000000, kernel 1700000001, grace Y
                sm [], sm.bak []
                mark false
                """,
                story("cluster"));
    }

    /** ha check 12b. */
    @Test
    void runsAtTheSameTimeAdvanceTheStateOnceAndTellEachNameOnce() throws Exception {
        assertEquals(
                """
                exit 0
                exit 0
                exit 0
                state 7, kernel 7, grace\s
                sm [], sm.bak []
                us 7 from 127.0.0.1 reserved
                """,
                story("together"));
    }

    /** Check 72, K22: the mark counts for its own boot, and is not believed to be there if not. */
    @Test
    void theMarkOfARunCountsForItsBoot() throws Exception {
        assertEquals(
                """
                exit 0
                true
                rw-------
                exit 0
                state 5, kernel , grace Y
                sm [unmoved], sm.bak []
                exit 1
                state 7, kernel 7, grace Y
                sm [], sm.bak [unmoved]
                exit 1
                """,
                story("marks"));
    }

    @Test
    void wrongUsageChangesNothing() throws Exception {
        assertEquals(
                "exit 1\n".repeat(10)
                        + """
                        exit 0
                        exit 0
                        state 5, kernel , grace\s
                        sm [127.0.0.2], sm.bak []
                        """,
                story("usage"));
    }

    @Test
    void anAddressThatComesLateIsWaitedForIfAsked() throws Exception {
        assertEquals("exit 0\n10.77.0.1 7 from 10.77.0.1 reserved\n", story("lateAddress"));
    }

    /** Check 15, for this program: the owner of sm, and no right but that to reserved ports. */
    @Test
    void privilegesAreGoneWhilePeersAreTold() throws Exception {
        assertEquals(
                """
                Uid: 65534 65534 65534 65534
                Gid: 65534 65534 65534 65534
                CapPrm: 0000000000000400
                CapEff: 0000000000000400
                CapBnd: 0000000000000000
                exit 0
                state 7, kernel 7, grace\s
                sm [], sm.bak []
                tcp 7 from 127.0.0.1 reserved over TCP
                """,
                story("privileges"));
    }

    /** K19. */
    @Test
    void withoutPrivilegesAnyPortHasToDo() throws Exception {
        assertEquals(
                """
                exit 0
                us 7 from 127.0.0.1 unreserved
                """,
                story("unprivileged").replaceAll("127.0.0.1 [0-9]{4,5}", "127.0.0.1 unreserved"));
    }

    @Test
    void aSilentNameServerDelaysNobodyWhoIsGivenByAddress() throws Exception {
        assertEquals(
                """
                told while names are looked up
                us 7 from 127.0.0.1 reserved
                exit 1
                100 left
                """,
                story("silentNames"));
    }

    @Test
    void whoIsLeftOverIsToldTheSameByStatd() throws Exception {
        assertEquals(
                """
                0 before any run
                0 beside a run
                exit 1
                0 while the peer is silent
                0 after a reboot
                0 of another state
                1 when the peer is back
                state 7, kernel 7, grace\s
                sm [], sm.bak []
                vip.example.test 7 from 127.0.0.100 reserved
                vip 7 from 127.0.0.100 reserved
                """,
                story("leftOver"));
    }

    private String story(String name) throws IOException, InterruptedException {
        return new StoryMachine(directory).tell(name);
    }
}
