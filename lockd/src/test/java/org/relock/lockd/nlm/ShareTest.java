package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.relock.lockd.nlm.NlmStat.DENIED;
import static org.relock.lockd.nlm.NlmStat.GRANTED;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.ShareReservation;

/** SHARE, UNSHARE, NM_LOCK and FREE_ALL. */
class ShareTest {

    private final Served served = new Served();
    private final Peer alice = served.peer("192.0.2.1", "alice");
    private final Peer bob = served.peer("192.0.2.2", "bob");
    private final Peer carol = served.peer("192.0.2.3", "carol");

    /** NLM check 56. */
    @Test
    void twoOwnersConflictWhereOneDeniesWhatTheOtherDoes() {
        for (int first = 0; first < 16; first++) {
            for (int second = 0; second < 16; second++) {
                int mode = first >> 2;
                int access = first & 3;
                int otherMode = second >> 2;
                int otherAccess = second & 3;
                assertEquals(GRANTED, alice.share(mode, access));
                boolean conflict = (access & otherMode) != 0 || (mode & otherAccess) != 0;
                assertEquals(
                        conflict ? DENIED : GRANTED,
                        bob.share(otherMode, otherAccess),
                        "mode "
                                + mode
                                + ", access "
                                + access
                                + " and "
                                + otherMode
                                + ", "
                                + otherAccess);
                assertEquals(GRANTED, bob.unshare());
                assertEquals(GRANTED, alice.unshare());
            }
        }
        assertEquals("0 0 0", served.counts());
    }

    /** NLM check 56, E42. */
    @Test
    void anUpdateIsCheckedAgainstAllOthers() {
        assertEquals(GRANTED, alice.share(0, 1));
        assertEquals(GRANTED, bob.share(0, 2));
        assertEquals(DENIED, alice.share(2, 1));
        assertEquals(GRANTED, carol.share(0, 2));
    }

    /** NLM check 56, E43 and E44. */
    @Test
    void aFailedUpdateChangesNothingAndADuplicateIsOne() {
        assertEquals(GRANTED, alice.share(0, 1));
        assertEquals(GRANTED, bob.share(0, 2));
        assertEquals(DENIED, alice.share(3, 1));
        assertEquals(GRANTED, bob.share(0, 2));
        assertEquals("0 0 2", served.counts());
        alice.unshare();
        bob.unshare();
        assertEquals(GRANTED, carol.share(3, 3));
    }

    @Test
    void aShareIsKeptAsItWasSaidAndItsClientWatched() {
        alice.share(2, 1);
        assertEquals(List.of("remember alice", "reply"), served.heardNow());
        ShareReservation share = served.locks.snapshot().shares().values().iterator().next().get(0);
        assertEquals(2, share.deny());
        assertEquals(1, share.access());
        assertEquals(0, share.taken().clientState());
    }

    @Test
    void sharesAndLocksOfOneOwnerAreApart() {
        alice.svid = 0;
        assertEquals(GRANTED, alice.lock(0, 0));
        assertEquals(GRANTED, bob.share(3, 3));
        assertEquals(GRANTED, alice.unlock(0, 0));
        assertEquals(DENIED, alice.share(1, 1));
        assertEquals("0 0 1", served.counts());
    }

    /** NLM checks 25 and 50, E21: it never waits, and nobody is watched for it. */
    @Test
    void anUnmonitoredLockNeverWaits() {
        alice.state = 9;
        assertEquals(
                GRANTED, alice.stat(alice.call(Nlm.NM_LOCK, alice.lockArgs(true, true, 0, 1))));
        assertEquals(List.of("record alice", "reply", "deliver"), served.heardNow());
        Lock lock = served.locks.snapshot().locks().values().iterator().next().get(0);
        assertFalse(lock.taken().monitored());
        assertEquals(DENIED, bob.stat(bob.call(Nlm.NM_LOCK, bob.lockArgs(true, true, 0, 1))));
        assertEquals("1 0 0", served.counts());
    }

    /** NLM check 58. */
    @Test
    void aFarewellReleasesAll() {
        carol.lock(50, 1);
        alice.lock(0, 10);
        alice.lockOrWait(50, 1);
        alice.share(3, 3);
        bob.lockOrWait(5, 1);
        served.heardNow();
        Letter letter = alice.call(Nlm.FREE_ALL, Bytes.hex(new NlmNotify("alice", 0)));
        assertEquals("", letter.results());
        assertEquals(List.of("farewell alice", "offered 2", "reply", "deliver"), served.heardNow());
        assertEquals("1 1 0", served.counts());
        assertEquals(GRANTED, bob.share(3, 3));
    }

    @Test
    void aFarewellOfAnUnknownClientIsAnsweredToo() {
        String longest = "00000401" + "61".repeat(1025) + "000000" + "00000000";
        assertEquals("", alice.call(Nlm.FREE_ALL, longest).results());
    }

    /** A farewell does not overtake what the client asked for before it. */
    @Test
    void aFarewellWaitsForWhatCameBeforeIt() {
        served.remembering = new CompletableFuture<>();
        alice.call(Nlm.LOCK, alice.lockArgs(false, true, 0, 1));
        Letter letter = alice.call(Nlm.FREE_ALL, Bytes.hex(new NlmNotify("alice", 0)));
        assertFalse(letter.isAnswered());
        served.remembering.complete(true);
        assertEquals("", letter.results());
        assertEquals("0 0 0", served.counts());
    }
}
