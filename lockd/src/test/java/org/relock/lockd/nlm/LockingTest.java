package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nlm.NlmStat.BLOCKED;
import static org.relock.lockd.nlm.NlmStat.DENIED;
import static org.relock.lockd.nlm.NlmStat.DENIED_GRACE_PERIOD;
import static org.relock.lockd.nlm.NlmStat.DENIED_NOLOCKS;
import static org.relock.lockd.nlm.NlmStat.FAILED;
import static org.relock.lockd.nlm.NlmStat.FBIG;
import static org.relock.lockd.nlm.NlmStat.GRANTED;
import static org.relock.lockd.nlm.NlmStat.ROFS;
import static org.relock.lockd.nlm.NlmStat.STALE_FH;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.relock.lockd.export.Resolution;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.GraceScope;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;

/** LOCK, UNLOCK and TEST: what is asked of whom, in which order, and what is answered. */
class LockingTest {

    private final Served served = new Served();
    private final Peer alice = served.peer("192.0.2.1", "alice");
    private final Peer bob = served.peer("192.0.2.2", "bob");

    private Lock onlyLock() {
        List<List<Lock>> all = List.copyOf(served.locks.snapshot().locks().values());
        assertEquals(1, all.size());
        assertEquals(1, all.get(0).size());
        return all.get(0).get(0);
    }

    /** NLM check 50: whoever is granted something is remembered before it is. */
    @Test
    void aClientIsRememberedBeforeItsLockIsGranted() {
        served.remembering = new CompletableFuture<>();
        Letter letter = alice.call(Nlm.LOCK, alice.lockArgs(false, true, 0, 1));
        assertEquals(List.of("remember alice"), served.heardNow());
        assertEquals("0 0 0", served.counts());
        served.remembering.complete(true);
        assertEquals(GRANTED, alice.stat(letter));
        assertEquals(List.of("reply", "deliver"), served.heardNow());
        assertEquals("1 0 0", served.counts());
    }

    /** NLM check 51. */
    @Test
    void aClientThatCannotBeRememberedGetsNothing() {
        served.remembering = CompletableFuture.completedFuture(false);
        assertEquals(DENIED_NOLOCKS, alice.lock(0, 1));
        assertEquals(DENIED_NOLOCKS, alice.lockOrWait(0, 1));
        assertEquals(DENIED_NOLOCKS, alice.share(1, 1));
        assertEquals("0 0 0", served.counts());
    }

    @Test
    void oneClientTooManyGetsNothing() {
        served.clientLimit = 1;
        assertEquals(GRANTED, alice.lock(0, 1));
        assertEquals(DENIED_NOLOCKS, bob.lock(5, 1));
        assertEquals(GRANTED, alice.lock(5, 1));
    }

    /** NLM check 50: nobody is made known, or watched, for less than a lock. */
    @Test
    void whoeverWantsNothingToHoldIsNotRemembered() {
        alice.test(true, 0, 1);
        alice.unlock(0, 1);
        alice.cancel(true, 0, 1);
        alice.unshare();
        alice.lock(-1, 2);
        alice.handle = Opaque.EMPTY;
        alice.lock(0, 1);
        served.found = Optional.of(Resolution.Refused.INSTANCE);
        alice.lock(0, 1);
        assertTrue(served.clients.isEmpty());
        assertTrue(served.heard.stream().noneMatch(line -> line.startsWith("remember")));
    }

    @Test
    void howALockWasTakenIsKept() {
        alice.state = 41;
        alice.lock(10, 5);
        Lock lock = onlyLock();
        assertEquals(Peer.SERVER, lock.taken().server());
        assertEquals(41, lock.taken().clientState());
        assertTrue(lock.taken().monitored());
        assertEquals(Opaque.ofHex("00000007" + "0b"), lock.owner().name());
        assertEquals(
                List.of("remember alice", "state alice 41", "reply", "deliver"), served.heardNow());
    }

    /** NLM check 25. */
    @Test
    void aConflictIsDeniedOrWaitedFor() {
        alice.lock(0, 10);
        assertEquals(DENIED, bob.lock(9, 1));
        assertEquals(BLOCKED, bob.lockOrWait(9, 1));
        assertEquals("1 1 0", served.counts());
    }

    /** NLM check 26: BLOCKED is on the wire before anything can be granted. */
    @Test
    void theClientIsToldThatItWaitsBeforeItCanBeToldThatItDoesNot() {
        alice.lock(0, 10);
        served.heardNow();
        assertEquals(BLOCKED, bob.lockOrWait(0, 1));
        assertEquals(List.of("remember bob", "reply", "announced 1"), served.heardNow());
        alice.unlock(0, 0);
        assertEquals(List.of("offered 1", "reply", "deliver"), served.heardNow());
    }

    @Test
    void soItIsIfTheRegisterTookItsTime() {
        alice.lock(0, 10);
        served.heardNow();
        served.remembering = new CompletableFuture<>();
        Letter letter = bob.call(Nlm.LOCK, bob.lockArgs(true, true, 0, 1));
        served.remembering.complete(true);
        assertEquals(BLOCKED, bob.stat(letter));
        assertEquals(List.of("remember bob", "reply", "announced 1"), served.heardNow());
    }

    /** NLM check 38. */
    @Test
    void aRequestThatIsRepeatedWaitsOnce() {
        alice.lock(0, 10);
        for (int i = 0; i < 5; i++) {
            assertEquals(BLOCKED, bob.lockOrWait(0, 1));
        }
        assertEquals("1 1 0", served.counts());
    }

    /** NLM check 28: the GRANTED will say what the LOCK said, byte by byte. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void aWishKeepsTheWordsOfItsRequest(NlmVersion version) throws MalformedXdrException {
        alice.lock(0, 0);
        bob.version = version;
        bob.transport = Transport.UDP;
        bob.server = Bytes.address("192.0.2.201");
        bob.owner = Opaque.ofHex("00".repeat(9));
        long rest = version == NlmVersion.V4 ? -1 : 0xffffffffL;
        assertEquals(BLOCKED, bob.lockOrWait(5, rest));
        Wish wish = served.locks.wish(1).orElseThrow();
        assertEquals(
                new NlmMemo(
                        version, Transport.UDP, bob.address, bob.server, true, bob.bytes(5, rest)),
                NlmMemo.decode(wish.memo()));
        assertTrue(wish.request().range().toEnd());
    }

    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void whatIsWrongWithAFileIsSaidAsTheVersionCan(NlmVersion version) {
        alice.version = version;
        for (NlmStat expected : List.of(STALE_FH, FAILED, ROFS)) {
            served.found =
                    Optional.of(
                            switch (expected) {
                                case STALE_FH -> Resolution.Stale.INSTANCE;
                                case ROFS -> Resolution.ReadOnly.INSTANCE;
                                default -> Resolution.Refused.INSTANCE;
                            });
            NlmStat said = version == NlmVersion.V4 ? expected : DENIED_NOLOCKS;
            assertEquals(said, alice.lock(0, 1));
            assertEquals(said, alice.test(true, 0, 1).stat());
            assertEquals(said, alice.unlock(0, 1));
            assertEquals(said, alice.cancel(true, 0, 1));
        }
    }

    /** NLM check 8. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void aHandleOfAWrongLengthIsStale(NlmVersion version) {
        alice.version = version;
        NlmStat said = version == NlmVersion.V4 ? STALE_FH : DENIED_NOLOCKS;
        for (int length : List.of(0, 65, 1025)) {
            alice.handle = Opaque.copyOf(new byte[length]);
            assertEquals(said, alice.lock(0, 1));
            assertEquals(said, alice.test(true, 0, 1).stat());
            assertEquals(said, alice.unlock(0, 1));
        }
    }

    /** NLM check 11. */
    @Test
    void aRangeThatNoFileHasIsRefusedEverywhere() {
        long half = 1L << 63;
        for (long[] range : List.of(new long[] {-1, 2}, new long[] {half, half})) {
            assertEquals(FBIG, alice.lock(range[0], range[1]));
            assertEquals(FBIG, alice.lockOrWait(range[0], range[1]));
            assertEquals(FBIG, alice.test(true, range[0], range[1]).stat());
            assertEquals(FBIG, alice.unlock(range[0], range[1]));
            assertEquals(FBIG, alice.cancel(true, range[0], range[1]));
        }
    }

    /** NLM check 11: and what is locked so is unlocked so. */
    @Test
    void aRangeThatEndsAtTheLimitReachesToTheEndEverywhere() {
        for (long length : List.of(-1L, Long.MAX_VALUE)) {
            assertEquals(GRANTED, alice.lock(0, length));
            TestRes.Denied denied = (TestRes.Denied) bob.test(true, 1L << 62, 1);
            assertEquals(0, denied.holder().length());
            assertEquals(BLOCKED, bob.lockOrWait(0, length));
            assertEquals(GRANTED, bob.cancel(true, 0, 0));
            assertEquals(GRANTED, alice.unlock(0, length));
            assertEquals("0 0 0", served.counts());
        }
    }

    /** NLM check 9. */
    @Test
    void anOldVersionIsToldOfAHighLockWithoutWrapping() {
        alice.lock((1L << 33) + 5, 7);
        for (NlmVersion version : List.of(NlmVersion.V1, NlmVersion.V3)) {
            bob.version = version;
            TestRes.Denied denied = (TestRes.Denied) bob.test(true, 0, 0);
            assertEquals(0xffffffffL, denied.holder().offset());
            assertEquals(0, denied.holder().length());
            assertEquals(DENIED_NOLOCKS, bob.lock(0xfffffff0L, 0x20));
        }
    }

    /** NLM check 19. */
    @Test
    void aTestNamesTheHolderAsItNamedItself() {
        alice.svid = -5;
        alice.owner = Opaque.ofHex("616c696365");
        alice.lock(100, 10);
        assertEquals(
                new TestRes.Denied(bob.cookie, new NlmHolder(true, -5, alice.owner, 100, 10)),
                bob.test(false, 105, 1));
        assertEquals(GRANTED, alice.test(true, 0, 0).stat());
        assertEquals(GRANTED, bob.test(true, 110, 0).stat());
    }

    /** NLM check 19. */
    @Test
    void readersDoNotDisturbEachOther() {
        alice.readLock(0, 0);
        assertEquals(GRANTED, bob.test(false, 0, 0).stat());
        assertEquals(DENIED, bob.test(true, 0, 0).stat());
        assertEquals(GRANTED, bob.readLock(0, 0));
    }

    /** NLM check 17. */
    @Test
    void unlockingNothingIsGrantedAndHurtsNobody() {
        alice.lock(0, 10);
        assertEquals(GRANTED, bob.unlock(0, 0));
        assertEquals(GRANTED, alice.unlock(20, 5));
        assertEquals(DENIED, bob.test(true, 0, 1).stat());
    }

    /** NLM check 20: none of these is a part of who it is. */
    @Test
    void oneOwnerIsOneWhateverWayItCalls() {
        assertEquals(GRANTED, alice.lock(0, 10));
        alice.transport = Transport.UDP;
        assertEquals(GRANTED, alice.lock(0, 10));
        alice.server = Bytes.address("2001:db8::200");
        assertEquals(GRANTED, alice.lock(0, 10));
        alice.version = NlmVersion.V3;
        assertEquals(GRANTED, alice.lock(0, 10));
        alice.version = NlmVersion.V1;
        assertEquals(GRANTED, alice.lock(0, 10));
        alice.version = NlmVersion.V4;
        alice.handle = Opaque.ofHex("0a0b0c0d");
        assertEquals(GRANTED, alice.lock(0, 10));
        assertEquals("1 0 0", served.counts());
        assertEquals(GRANTED, alice.unlock(0, 0));
        assertEquals("0 0 0", served.counts());
    }

    /** NLM check 21. */
    @Test
    void svidAndOwnerBothTellOwnersApart() {
        assertEquals(GRANTED, alice.lock(0, 10));
        alice.svid = 8;
        assertEquals(DENIED, alice.lock(0, 10));
        alice.svid = 7;
        alice.owner = Opaque.ofHex("0b00");
        assertEquals(DENIED, alice.lock(0, 10));
        assertEquals(DENIED, alice.test(true, 0, 10).stat());
    }

    /** NLM check 22: two names at one address are two clients. */
    @Test
    void nameAndAddressBothTellClientsApart() {
        Peer guest = served.peer("192.0.2.1", "guest");
        assertEquals(GRANTED, alice.lock(0, 10));
        assertEquals(DENIED, guest.lock(0, 10));
        assertEquals(GRANTED, guest.unlock(0, 10));
        assertEquals(DENIED, served.peer("192.0.2.9", "alice").lock(0, 10));
    }

    private void grace(ClientId... roster) {
        served.locks.beginGrace(
                GraceScope.Everyone.INSTANCE,
                Duration.ofSeconds(90),
                List.of(roster),
                RecordedState.EMPTY,
                LockService.ReclaimRule.RECORDED);
    }

    /** NLM checks 47 and 49. */
    @Test
    void inGraceNothingNewIsGranted() {
        grace(new ClientId(1));
        assertEquals(DENIED_GRACE_PERIOD, alice.lock(0, 1));
        assertEquals(DENIED_GRACE_PERIOD, alice.lockOrWait(0, 1));
        assertEquals(DENIED_GRACE_PERIOD, alice.test(true, 0, 1).stat());
        assertEquals(DENIED_GRACE_PERIOD, alice.share(1, 1));
        assertEquals(GRANTED, alice.unlock(0, 1));
        alice.reclaim = true;
        assertEquals(DENIED, alice.lock(0, 1));
    }

    /** NLM check 49. */
    @Test
    void outOfGraceNothingIsReclaimed() {
        alice.reclaim = true;
        assertEquals(DENIED_GRACE_PERIOD, alice.lock(0, 1));
        assertEquals(DENIED_GRACE_PERIOD, alice.share(1, 1));
    }

    /** NLM check 45. */
    @Test
    void waitingForEachOtherIsADeadlockAsTheVersionSaysIt() {
        alice.lock(0, 1);
        bob.lock(1, 1);
        assertEquals(BLOCKED, alice.lockOrWait(1, 1));
        assertEquals(NlmStat.DEADLCK, bob.lockOrWait(0, 1));
        bob.version = NlmVersion.V3;
        assertEquals(NlmStat.DEADLCK, bob.lockOrWait(0, 1));
        bob.version = NlmVersion.V1;
        assertEquals(DENIED, bob.lockOrWait(0, 1));
    }

    /** NLM check 43, E35: the second copy of an UNLOCK does not take what was locked since. */
    @Test
    void anUnlockThatComesTwiceIsExecutedOnce() {
        alice.lock(0, 10);
        String unlock = Bytes.hex(alice.version, alice.unlockArgs(0, 10));
        assertEquals(GRANTED, alice.stat(alice.call(0x5eed, 4, Nlm.UNLOCK, unlock)));
        assertEquals(GRANTED, alice.lock(0, 10));
        alice.transport = Transport.UDP;
        assertEquals(GRANTED, alice.stat(alice.call(0x5eed, 4, Nlm.UNLOCK, unlock)));
        assertEquals("1 0 0", served.counts());
    }
}
