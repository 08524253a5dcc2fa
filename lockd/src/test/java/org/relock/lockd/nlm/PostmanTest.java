package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nlm.PostmanUnderTest.addressOf;
import static org.relock.lockd.nlm.PostmanUnderTest.alias;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.Opaque;

/** Tests of {@link Postman}: the life of a GRANTED. */
class PostmanTest {

    private PostmanUnderTest it = new PostmanUnderTest();

    /** NLM check 28. */
    @Test
    void theFirstGrantIsAGrantedMsgInTheLocksOwnWordsFromTheAddressTheClientCalled() {
        it.takes(1);
        long wish = it.waits(2);
        it.unlocks(1);
        FakeClient.Heard heard = it.client(2).last();
        assertEquals(List.of("10 UDP"), it.client(2).calls());
        assertEquals(PostmanUnderTest.SERVER, heard.from());
        assertEquals(4, heard.version());
        assertEquals(PostmanUnderTest.words(2), heard.words().lock());
        assertTrue(heard.words().exclusive());
        assertEquals(16, heard.words().cookie().length());
        it.answers(2, NlmStat.GRANTED);
        assertTrue(it.isConfirmed(wish));
        assertEquals(Optional.of(2L), it.holder());
        it.time.advance(Duration.ofMinutes(5));
        assertEquals(1, it.client(2).heard.size());
        assertEquals(1, it.postman.counts().acknowledged());
        assertEquals(1, it.postman.counts().latencies().count());
    }

    @Test
    void theGrantGoesOverTheLocksTransport() {
        it.takes(1);
        it.waits(2, Transport.TCP);
        it.unlocks(1);
        assertEquals(List.of("10 TCP"), it.client(2).calls());
    }

    /** NLM check 28. */
    @Test
    void eachSeriesHasACookieOfItsOwn() {
        it.takes(1);
        it.waits(2);
        it.unlocks(1);
        Opaque first = it.client(2).last().words().cookie();
        it.time.advance(Duration.ofSeconds(1));
        assertEquals(first, it.client(2).last().words().cookie());
        it.answers(2, NlmStat.GRANTED);
        it.waits(1);
        it.unlocks(2);
        assertNotEquals(first, it.client(1).last().words().cookie());
    }

    /** NLM check 26. */
    @Test
    void nobodyHearsThatItIsGrantedBeforeItHasHeardThatItWaits() {
        it.takes(1);
        long wish = it.waitsUntold(2, Transport.UDP);
        it.unlocks(1);
        it.time.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), it.client(2).calls());
        it.postman.announced(wish);
        assertEquals(List.of("10 UDP"), it.client(2).calls());
    }

    @Test
    void aGrantIsSentEvenIfNobodySaysThatTheClientWasTold() {
        it.takes(1);
        it.waitsUntold(2, Transport.UDP);
        it.unlocks(1);
        it.time.advance(PostmanLimits.ANNOUNCED_BY_THEN.plusMillis(10));
        assertEquals(List.of("10 UDP"), it.client(2).calls());
    }

    @Test
    void whatNobodyHasSentIsSentSoonAllTheSame() {
        it.takes(1);
        it.waits(2);
        it.locks.unlock(PostmanUnderTest.FILE, PostmanUnderTest.owner(1), PostmanUnderTest.RANGE);
        assertEquals(List.of(), it.client(2).calls());
        it.time.advance(PostmanLimits.SENT_BY_THEN);
        assertEquals(List.of("10 UDP"), it.client(2).calls());
    }

    /** NLM check 29. */
    @Test
    void sendingsRepeatWithGrowingPausesByBothProceduresAndBothTransports() {
        it.takes(1);
        it.waits(2);
        it.unlocks(1);
        StringBuilder seen = new StringBuilder();
        int before = 0;
        for (int second = 0; second <= 150; second++) {
            for (; before < it.client(2).heard.size(); before++) {
                seen.append(second).append(':');
                seen.append(it.client(2).calls().get(before)).append(' ');
            }
            it.time.advance(Duration.ofSeconds(1));
        }
        assertEquals(
                "0:10 UDP 1:5 UDP 3:10 TCP 7:5 TCP 15:10 UDP 30:5 UDP 90:10 TCP 150:5 TCP ",
                seen.toString());
    }

    /** NLM check 30. */
    @Test
    void aGrantThatIsRefusedGoesToTheNextAtOnce() {
        it.takes(1);
        it.waits(2);
        it.waits(3);
        it.unlocks(1);
        it.answers(2, NlmStat.DENIED);
        assertEquals(List.of("10 UDP"), it.client(3).calls());
        assertEquals(Optional.of(3L), it.holder());
        it.answers(3, NlmStat.DENIED);
        assertEquals(Optional.empty(), it.holder());
        assertEquals(2, it.postman.counts().denied());
    }

    /** NLM check 31. */
    @Test
    void aClientInGraceIsToldAgainLaterAndTheBytesAreKept() {
        it.takes(1);
        long wish = it.waits(2);
        it.unlocks(1);
        it.answers(2, NlmStat.DENIED_GRACE_PERIOD);
        assertEquals(Optional.of(2L), it.holder());
        it.time.advance(Duration.ofSeconds(1));
        assertEquals(2, it.client(2).heard.size());
        it.answers(2, NlmStat.GRANTED);
        assertTrue(it.isConfirmed(wish));
    }

    /** NLM check 31: after "not now" a refusal is a refusal. */
    @Test
    void aRefusalAfterGraceIsHonoured() {
        it.takes(1);
        it.waits(2);
        it.unlocks(1);
        it.answers(2, NlmStat.DENIED_GRACE_PERIOD);
        it.time.advance(Duration.ofSeconds(1));
        it.answers(2, NlmStat.DENIED);
        assertEquals(Optional.empty(), it.holder());
    }

    /** NLM check 32. */
    @Test
    void theReplyToAGrantedCountsAsAnAnswer() {
        it.takes(1);
        long wish = it.waits(2);
        it.unlocks(1);
        it.client(2).reply = Optional.of(NlmStat.GRANTED);
        it.time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("10 UDP", "5 UDP"), it.client(2).calls());
        assertTrue(it.isConfirmed(wish));
        assertEquals(Optional.of(2L), it.holder());
    }

    /** The first answer may be the one that was lost: two must never hold the same bytes. */
    @Test
    void aRefusalOfARepetitionDoesNotGiveAwayWhatTheClientMayHold() {
        it.takes(1);
        long wish = it.waits(2);
        it.waits(3);
        it.unlocks(1);
        it.client(2).reply = Optional.of(NlmStat.DENIED);
        it.time.advance(Duration.ofSeconds(2));
        assertEquals(Optional.of(2L), it.holder());
        assertEquals(List.of(), it.client(3).calls());
        int sent = it.client(2).heard.size();
        it.time.advance(Duration.ofMinutes(2));
        assertEquals(sent, it.client(2).heard.size());
        assertTrue(it.isConfirmed(wish));
        assertEquals(Optional.of(2L), it.holder());
        assertEquals(1, it.postman.counts().doubtful());
    }

    /** NLM check 35. */
    @Test
    void anUnlockIsAnAnswerToo() {
        it.takes(1);
        it.waits(2);
        it.waits(3);
        it.unlocks(1);
        it.unlocks(2);
        assertEquals(List.of("10 UDP"), it.client(3).calls());
        it.time.advance(Duration.ofMinutes(1));
        assertEquals(1, it.client(2).heard.size());
        assertEquals(1, it.postman.counts().settledOtherwise());
    }

    /** NLM check 35. */
    @Test
    void aCancelIsAnAnswerToo() {
        it.takes(1);
        it.waits(2);
        it.waits(3);
        it.unlocks(1);
        it.locks.cancel(
                PostmanUnderTest.FILE,
                PostmanUnderTest.owner(2),
                LockMode.WRITE,
                PostmanUnderTest.RANGE);
        it.postman.deliver();
        assertEquals(List.of("10 UDP"), it.client(3).calls());
    }

    /** NLM checks 33 and 34. */
    @Test
    void aSilentClientKeepsOthersWaitingNoLongerThanTheTimeOut() {
        it.takes(1);
        long wish = it.waits(2);
        it.waits(3);
        it.client(2).hears = false;
        it.unlocks(1);
        it.time.advance(Duration.ofSeconds(59));
        assertEquals(Optional.of(2L), it.holder());
        it.time.advance(Duration.ofSeconds(1));
        assertEquals(Optional.of(3L), it.holder());
        assertEquals(List.of("10 UDP"), it.client(3).calls());
        assertEquals(Wish.State.DORMANT, it.locks.wish(wish).orElseThrow().state());
        assertEquals(1, it.postman.counts().expired());
        it.answers(3, NlmStat.GRANTED);
        it.client(2).hears = true;
        it.waits(2);
        it.unlocks(3);
        assertEquals(List.of("10 UDP"), it.client(2).calls());
    }

    /** NLM check 33: who comes later does not wait for a time-out that is over. */
    @Test
    void anOverdueOfferGoesToWhoeverComesNext() {
        it.takes(1);
        it.waits(2);
        it.client(2).hears = false;
        it.unlocks(1);
        it.time.advance(Duration.ofMinutes(10));
        assertEquals(Optional.of(2L), it.holder());
        it.waits(3);
        it.time.advance(PostmanLimits.OVERDUE_PAUSE);
        assertEquals(List.of("10 UDP"), it.client(3).calls());
    }

    /** NLM check 36. */
    @Test
    void oneHundredClientsWhoseRpcbindIsSilentDelayNobody() {
        it.takes(1);
        for (int client = 100; client < 200; client++) {
            it.client(client).port = Optional.empty();
        }
        for (int client = 100; client < 200; client++) {
            it.waits(client);
        }
        it.unlocks(1);
        it.time.advance(Duration.ofSeconds(10));
        int before = it.client(100).questions;
        assertTrue(before > 1);
        it.client(300).port = Optional.of(999);
        it.postman.offered(
                new Wish(
                        77_777,
                        PostmanUnderTest.request(300),
                        PostmanUnderTest.memo(300, Transport.UDP, NlmVersion.V4),
                        Wish.State.OFFERED));
        it.postman.announced(77_777);
        assertEquals(List.of("10 UDP"), it.client(300).calls());
    }

    /** NLM check 37. */
    @Test
    void aClientWhoseServiceMovedIsFoundAtItsNewPort() {
        it.takes(1);
        it.waits(2);
        it.unlocks(1);
        it.answers(2, NlmStat.GRANTED);
        it.client(2).port = Optional.of(5045);
        it.waits(1);
        it.unlocks(2);
        it.answers(1, NlmStat.GRANTED);
        it.waits(2);
        it.unlocks(1);
        assertEquals(1, it.client(2).heard.size());
        it.time.advance(Duration.ofSeconds(1));
        assertEquals(2, it.client(2).heard.size());
    }

    /** NLM check 37: the port is old, so it is asked for again beside the first sending. */
    @Test
    void anOldPortIsUsedAtOnceAndAskedForAgain() {
        it.takes(1);
        it.waits(2);
        it.unlocks(1);
        it.answers(2, NlmStat.GRANTED);
        it.waits(1);
        it.time.advance(PostmanLimits.PORT_FRESH);
        it.client(2).port = Optional.of(5045);
        it.unlocks(2);
        it.answers(1, NlmStat.GRANTED);
        it.waits(2);
        it.unlocks(1);
        assertEquals(2, it.client(2).heard.size());
    }

    /** NLM checks 7 and 24, E40. */
    @Test
    void anAnswerFromAnotherAddressOrWithAnotherCookieIsNone() {
        it.takes(1);
        long wish = it.waits(2);
        it.waits(3);
        it.unlocks(1);
        Opaque cookie = it.client(2).last().words().cookie();
        it.postman.granted(addressOf(3), cookie, NlmStat.DENIED);
        it.postman.granted(addressOf(3), cookie, NlmStat.GRANTED);
        byte[] near = cookie.toBytes();
        near[15] ^= 1;
        it.postman.granted(addressOf(2), Opaque.copyOf(near), NlmStat.DENIED);
        it.postman.granted(addressOf(2), Opaque.EMPTY, NlmStat.DENIED);
        assertFalse(it.isConfirmed(wish));
        assertEquals(Optional.of(2L), it.holder());
        assertEquals(4, it.postman.counts().strangers());
    }

    /** NLM check 23. */
    @Test
    void anAnswerFromAnotherAddressOfTheClientCounts() {
        it.takes(1);
        long wish = it.waits(2);
        it.unlocks(1);
        Opaque cookie = it.client(2).last().words().cookie();
        it.postman.granted(alias(new ClientId(2)), cookie, NlmStat.GRANTED);
        assertTrue(it.isConfirmed(wish));
    }

    /** NLM check 67. */
    @Test
    void offersThatStandAfterARestartAreSentAgain() {
        Wish offered =
                new Wish(
                        7,
                        PostmanUnderTest.request(2),
                        PostmanUnderTest.memo(2, Transport.UDP, NlmVersion.V4),
                        Wish.State.OFFERED);
        it = new PostmanUnderTest(new RecordedState(Map.of(), List.of(offered), Map.of(), 7));
        it.time.advance(PostmanLimits.SENT_BY_THEN);
        assertEquals(List.of("10 UDP"), it.client(2).calls());
        it.answers(2, NlmStat.DENIED);
        assertEquals(Optional.of(2L), it.holder());
        it.answers(2, NlmStat.GRANTED);
        assertTrue(it.isConfirmed(7));
    }

    @Test
    void oneClientWithManyGrantsDoesNotDelayAnother() {
        Turns<String> turns = new Turns<>();
        for (int i = 0; i < 1000; i++) {
            turns.add(new ClientId(1), "much");
        }
        turns.add(new ClientId(2), "little");
        assertEquals(Optional.of("much"), turns.poll());
        assertEquals(Optional.of("little"), turns.poll());
    }

    @Test
    void nothingIsSentAfterTheEnd() {
        it.takes(1);
        it.waits(2);
        it.postman.close();
        it.unlocks(1);
        it.time.advance(Duration.ofMinutes(10));
        assertEquals(List.of(), it.client(2).calls());
    }
}
