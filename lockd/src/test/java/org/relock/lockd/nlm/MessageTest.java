package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.relock.lockd.export.Resolution;

/** The {@code _MSG} procedures. */
class MessageTest {

    private final Served served = new Served();
    private final Peer alice = served.peer("192.0.2.1", "alice");
    private final Peer bob = served.peer("192.0.2.2", "bob");

    private NlmRes res(NlmStat stat) {
        return new NlmRes(alice.cookie, stat);
    }

    /** NLM check 6: no reply, and one result with the same cookie in the same version. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void aMessageGetsNoReplyAndOneResult(NlmVersion version) {
        alice.version = version;
        bob.version = version;
        assertFalse(alice.call(Nlm.LOCK_MSG, alice.lockArgs(false, true, 0, 9)).isAnswered());
        served.assertSent(version, Nlm.LOCK_RES, res(NlmStat.GRANTED));
        bob.call(Nlm.TEST_MSG, bob.testArgs(true, 5, 1));
        NlmHolder holder = new NlmHolder(true, alice.svid, alice.owner, 0, 9);
        served.assertSent(version, Nlm.TEST_RES, new TestRes.Denied(bob.cookie, holder));
        bob.call(Nlm.CANCEL_MSG, bob.cancelArgs(true, 5, 1));
        served.assertSent(version, Nlm.CANCEL_RES, res(NlmStat.DENIED));
        alice.call(Nlm.UNLOCK_MSG, alice.unlockArgs(0, 9));
        served.assertSent(version, Nlm.UNLOCK_RES, res(NlmStat.GRANTED));
        assertEquals("0 0 0", served.counts());
        assertEquals(1, served.counters.answers(Nlm.UNLOCK_MSG, NlmStat.GRANTED));
    }

    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void aRefusalIsAResultToo(NlmVersion version) {
        alice.version = version;
        served.found = Optional.of(Resolution.Stale.INSTANCE);
        alice.call(Nlm.LOCK_MSG, alice.lockArgs(false, true, 0, 9));
        served.assertSent(version, Nlm.LOCK_RES, res(NlmStat.STALE_FH));
    }

    /** NLM check 26. */
    @Test
    void theResultIsOnItsWayBeforeAGrantMayBe() {
        alice.lock(0, 0);
        served.heardNow();
        served.sending = new CompletableFuture<>();
        bob.call(Nlm.LOCK_MSG, bob.lockArgs(true, true, 5, 1));
        served.assertSent(NlmVersion.V4, Nlm.LOCK_RES, res(NlmStat.BLOCKED));
        assertEquals(List.of("remember bob", "send 12"), served.heardNow());
        served.sending.complete(null);
        assertEquals(List.of("announced 1"), served.heardNow());
    }

    @Test
    void aMessageMayHaveToWaitForTheRegister() {
        served.remembering = new CompletableFuture<>();
        assertFalse(alice.call(Nlm.LOCK_MSG, alice.lockArgs(false, true, 0, 9)).isAnswered());
        assertEquals(List.of(), served.sent);
        served.remembering.complete(true);
        served.assertSent(NlmVersion.V4, Nlm.LOCK_RES, res(NlmStat.GRANTED));
    }

    /** NLM check 43: the result is sent again, the call not executed again. */
    @Test
    void aMessageThatComesTwiceIsExecutedOnce() {
        alice.lock(0, 10);
        String unlock = Bytes.hex(alice.version, alice.unlockArgs(0, 10));
        alice.call(0x5eed, 4, Nlm.UNLOCK_MSG, unlock);
        served.assertSent(NlmVersion.V4, Nlm.UNLOCK_RES, res(NlmStat.GRANTED));
        alice.lock(0, 10);
        alice.call(0x5eed, 4, Nlm.UNLOCK_MSG, unlock);
        served.assertSent(NlmVersion.V4, Nlm.UNLOCK_RES, res(NlmStat.GRANTED));
        assertEquals("1 0 0", served.counts());
    }

    /** NLM check 43. */
    @Test
    void whileItIsInProgressTheSecondCopyIsDropped() {
        served.remembering = new CompletableFuture<>();
        String lock = Bytes.hex(alice.version, alice.lockArgs(false, true, 0, 9));
        alice.call(0x5eed, 4, Nlm.LOCK_MSG, lock);
        alice.call(0x5eed, 4, Nlm.LOCK_MSG, lock);
        served.remembering.complete(true);
        served.assertSent(NlmVersion.V4, Nlm.LOCK_RES, res(NlmStat.GRANTED));
    }
}
