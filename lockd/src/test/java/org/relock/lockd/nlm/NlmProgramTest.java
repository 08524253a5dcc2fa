package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nlm.NlmVersion.V1;
import static org.relock.lockd.nlm.NlmVersion.V4;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.xdr.Opaque;

/** The tables: who is there, and what hostile bytes get for an answer. */
class NlmProgramTest {

    private static final String SUCCESS = "00000000";
    private static final String PROC_UNAVAIL = "00000003";
    private static final String GARBAGE_ARGS = "00000004";

    private final Served served = new Served();
    private final Peer alice = served.peer("192.0.2.1", "alice");

    /** Every procedure with arguments that are good. */
    private static Map<Integer, String> arguments(Peer peer) {
        String test = Bytes.hex(peer.version, peer.testArgs(true, 1, 2));
        String lock = Bytes.hex(peer.version, peer.lockArgs(true, true, 1, 2));
        String cancel = Bytes.hex(peer.version, peer.cancelArgs(true, 1, 2));
        String unlock = Bytes.hex(peer.version, peer.unlockArgs(1, 2));
        String res = Bytes.hex(peer.version, new NlmRes(peer.cookie, NlmStat.GRANTED));
        Map<Integer, String> all = new LinkedHashMap<>();
        all.put(Nlm.TEST, test);
        all.put(Nlm.LOCK, lock);
        all.put(Nlm.CANCEL, cancel);
        all.put(Nlm.UNLOCK, unlock);
        all.put(Nlm.GRANTED, test);
        all.put(Nlm.TEST_MSG, test);
        all.put(Nlm.LOCK_MSG, lock);
        all.put(Nlm.CANCEL_MSG, cancel);
        all.put(Nlm.UNLOCK_MSG, unlock);
        all.put(Nlm.GRANTED_MSG, test);
        NlmHolder holder = new NlmHolder(true, 1, peer.owner, 1, 2);
        all.put(Nlm.TEST_RES, Bytes.hex(peer.version, new TestRes.Denied(peer.cookie, holder)));
        all.put(Nlm.LOCK_RES, res);
        all.put(Nlm.CANCEL_RES, res);
        all.put(Nlm.UNLOCK_RES, res);
        all.put(Nlm.GRANTED_RES, res);
        all.put(Nlm.SM_NOTIFY, "00000001" + "61000000" + "00000003" + "11".repeat(16));
        if (peer.version != V1) {
            String share = Bytes.hex(peer.version, peer.shareArgs(1, 2));
            all.put(Nlm.SHARE, share);
            all.put(Nlm.UNSHARE, share);
            all.put(Nlm.NM_LOCK, lock);
            all.put(Nlm.FREE_ALL, Bytes.hex(new NlmNotify("alice", 0)));
        }
        return all;
    }

    /** NLM check 1. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void everyVersionAnswersNull(NlmVersion version) {
        alice.version = version;
        assertEquals(SUCCESS, alice.call(0, "").accepted());
    }

    /** NLM check 1. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5, -1})
    void otherVersionsAreAMismatch(int number) {
        assertEquals("00000002" + "00000001" + "00000004", alice.call(1, number, 0, "").accepted());
    }

    /** NLM check 1. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void noOtherProcedureIsThere(NlmVersion version) {
        alice.version = version;
        for (int procedure : List.of(17, 18, 19, 24, 25, 64, 1 << 30, -1)) {
            assertEquals(PROC_UNAVAIL, alice.call(procedure, "").accepted());
        }
        for (int procedure = Nlm.SHARE; procedure <= Nlm.FREE_ALL; procedure++) {
            String status = alice.call(procedure, "").accepted();
            assertEquals(version == V1 ? PROC_UNAVAIL : GARBAGE_ARGS, status);
        }
    }

    /** NLM check 5: of every procedure, wherever the arguments break off. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void whatBreaksOffIsGarbageAndChangesNothing(NlmVersion version) {
        alice.version = version;
        arguments(alice)
                .forEach(
                        (procedure, good) -> {
                            for (int length = 0; length < good.length(); length += 2) {
                                assertEquals(
                                        GARBAGE_ARGS,
                                        alice.call(procedure, good.substring(0, length)).accepted(),
                                        "procedure " + procedure + " cut at " + length / 2);
                            }
                        });
        assertTrue(served.clients.isEmpty());
        assertEquals("0 0 0", served.counts());
        assertEquals(List.of(), served.sent);
        assertEquals(NlmStat.GRANTED, alice.lock(0, 0));
    }

    /** NLM check 5. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void whatGoesOnBehindItsEndIsGarbageAndChangesNothing(NlmVersion version) {
        alice.version = version;
        Map<Integer, String> all = new LinkedHashMap<>(arguments(alice));
        // What our own status monitor says is heard in any case.
        all.remove(Nlm.SM_NOTIFY);
        all.forEach(
                (procedure, good) -> {
                    for (String more : List.of("00000000", "00", "0000002a00000001")) {
                        assertEquals(
                                GARBAGE_ARGS,
                                alice.call(procedure, good + more).accepted(),
                                "procedure " + procedure + " and " + more);
                    }
                });
        assertTrue(served.clients.isEmpty());
        assertEquals("0 0 0", served.counts());
    }

    /** NLM check 2: on every way out of a procedure. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 8, 32, 33, 64, 1024})
    void theCookieComesBackWhateverTheStatus(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + 1);
        }
        Peer bob = served.peer("192.0.2.2", "bob");
        bob.lock(0, 10);
        bob.share(3, 3);
        alice.cookie = Opaque.copyOf(bytes);
        // Each of these checks the cookie.
        assertEquals(NlmStat.DENIED, alice.test(true, 5, 1).stat());
        assertEquals(NlmStat.GRANTED, alice.test(true, 50, 1).stat());
        assertEquals(NlmStat.FBIG, alice.test(true, -1, 2).stat());
        assertEquals(NlmStat.DENIED, alice.lock(5, 1));
        assertEquals(NlmStat.GRANTED, alice.lock(50, 1));
        assertEquals(NlmStat.FBIG, alice.lock(-1, 2));
        assertEquals(NlmStat.BLOCKED, alice.lockOrWait(5, 1));
        assertEquals(NlmStat.GRANTED, alice.cancel(true, 5, 1));
        assertEquals(NlmStat.DENIED, alice.cancel(true, 5, 1));
        assertEquals(NlmStat.GRANTED, alice.unlock(50, 1));
        assertEquals(NlmStat.DENIED, alice.share(3, 3));
        assertEquals(NlmStat.GRANTED, alice.unshare());
        alice.handle = Opaque.EMPTY;
        assertEquals(NlmStat.STALE_FH, alice.test(true, 5, 1).stat());
        assertEquals(NlmStat.STALE_FH, alice.lock(5, 1));
        assertEquals(NlmStat.STALE_FH, alice.cancel(true, 5, 1));
        assertEquals(NlmStat.STALE_FH, alice.unlock(5, 1));
        assertEquals(NlmStat.STALE_FH, alice.share(3, 3));
        assertEquals(NlmStat.STALE_FH, alice.unshare());
    }

    /** NLM check 7. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void resultsOfCallsWeNeverMadeAreIgnored(NlmVersion version) {
        alice.version = version;
        Map<Integer, String> all = arguments(alice);
        for (int procedure :
                List.of(
                        Nlm.TEST_RES,
                        Nlm.LOCK_RES,
                        Nlm.CANCEL_RES,
                        Nlm.UNLOCK_RES,
                        Nlm.GRANTED_MSG)) {
            assertFalse(alice.call(procedure, all.get(procedure)).isAnswered());
            assertEquals(1, served.counters.calls(procedure));
        }
        assertEquals(List.of(), served.heardNow());
    }

    /** NLM check 7: the postman decides, and nobody hears what. */
    @Test
    void anAnswerToAGrantGoesToThePostman() {
        NlmRes res = new NlmRes(alice.cookie, NlmStat.DENIED_GRACE_PERIOD);
        assertFalse(alice.call(Nlm.GRANTED_RES, res).isAnswered());
        assertEquals(List.of("granted 192.0.2.1 c0c0 DENIED_GRACE_PERIOD"), served.heardNow());
    }

    @Test
    void aGrantOfSomebodyElseIsDenied() {
        for (NlmVersion version : NlmVersion.values()) {
            alice.version = version;
            Letter letter = alice.call(Nlm.GRANTED, alice.testArgs(true, 0, 1));
            assertEquals(NlmStat.DENIED, alice.stat(letter));
        }
    }

    @Test
    void everyAnswerIsCounted() {
        alice.lock(0, 1);
        alice.lock(-1, 2);
        alice.version = V1;
        alice.lock(0xfffffff0L, 0x20);
        assertEquals(3, served.counters.calls(Nlm.LOCK));
        assertEquals(1, served.counters.answers(Nlm.LOCK, NlmStat.GRANTED));
        assertEquals(2, served.counters.answers(Nlm.LOCK, NlmStat.FBIG));
        assertEquals(0, served.counters.calls(Nlm.UNLOCK));
        alice.version = V4;
    }
}
