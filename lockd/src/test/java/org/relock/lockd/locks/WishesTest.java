package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of requests that wait: the queue, offers, and what becomes of them. */
class WishesTest {

    private static final LockOutcome GRANTED = LockOutcome.Granted.INSTANCE;

    private final Table table = new Table();

    @Test
    void anUnlockOffersToTheFirstWhoWaits() {
        table.lock('A', 0, 3);
        long b = table.waits('B', 0, 3);
        long c = table.waits('C', 0, 3);
        table.unlock('a', 0, 3);
        assertEquals(List.of("offered " + b), table.heard);
        assertEquals("................", table.picture());
        assertInstanceOf(LockOutcome.Denied.class, table.test('D', 0, 0));
        assertTrue(table.locks.confirm(b));
        assertEquals("BBBB............", table.picture());
        assertEquals(Optional.of(Wish.State.WAITING), table.state(c));
        assertEquals(List.of(Table.owner('b')), table.locks.blockersOf(c));
    }

    /** Its answer to the GRANTED may be lost, and the next one comes after what it did since. */
    @Test
    void whatTheOwnerDoesAfterAnOfferIsNewerThanTheOffer() {
        table.lock('A', 0, 9);
        long b = table.waits('b', 0, 9);
        table.unlock('a', 0, 9);
        table.lock('B', 2, 3);
        table.unlock('b', 6, 7);
        assertTrue(table.locks.confirm(b));
        assertEquals("bbBBbb..bb......", table.picture());
    }

    /** NLM check 16. */
    @Test
    void unlockingAPartWakesOnlyThoseItConcerns() {
        table.lock('A', 0, 9);
        table.waits('B', 0, 3);
        long c = table.waits('C', 5, 6);
        table.unlock('a', 4, 7);
        assertEquals(List.of("offered " + c), table.heard);
    }

    /** NLM check 15. */
    @Test
    void aDowngradeWakesAllReaders() {
        table.lock('A', 0, 9);
        long b = table.waits('b', 0, 3);
        long c = table.waits('c', 2, 6);
        table.lock('a', 0, 9);
        assertEquals(List.of("offered " + b, "offered " + c), table.heard);
    }

    /** NLM check 14. */
    @Test
    void aBlockedUpgradeKeepsItsReadLock() {
        table.lock('a', 0, 3);
        table.lock('b', 0, 3);
        long a = table.waits('A', 0, 3);
        table.unlock('b', 0, 3);
        assertEquals(List.of("offered " + a), table.heard);
        assertEquals("aaaa............", table.picture());
        assertEquals(CancelOutcome.CANCELLED, table.cancel('A', 0, 3));
        assertEquals("aaaa............", table.picture());
    }

    /** NLM check 38. */
    @Test
    void askingAgainIsTheSameWish() {
        table.lock('A', 0, 3);
        long b = table.waits('B', 0, 3);
        assertEquals(b, table.waits('B', 0, 3));
        table.unlock('a', 0, 3);
        assertEquals(List.of("offered " + b), table.heard);
    }

    /** NLM check 34. */
    @Test
    void askingAgainForWhatIsOfferedTakesIt() {
        table.lock('A', 0, 3);
        long b = table.waits('B', 0, 3);
        table.unlock('a', 0, 3);
        assertEquals(GRANTED, table.lockOrWait('B', 0, 3));
        assertEquals("BBBB............", table.picture());
        assertEquals(List.of("offered " + b, "settled " + b), table.heard);
        assertFalse(table.locks.confirm(b));
    }

    /** NLM check 35. */
    @Test
    void anUnlockByTheOneWhoIsOfferedHandsOn() {
        table.lock('A', 0, 3);
        long b = table.waits('B', 0, 3);
        long c = table.waits('C', 0, 3);
        table.unlock('a', 0, 3);
        table.unlock('b', 0, ByteRange.END);
        assertEquals(List.of("offered " + b, "settled " + b, "offered " + c), table.heard);
    }

    /** NLM check 39. */
    @Test
    void onlyACancelOfExactlyThatCancels() {
        table.lock('A', 0, 3);
        long b = table.waits('B', 0, 3);
        assertEquals(CancelOutcome.NO_SUCH_WISH, table.cancel('b', 0, 3));
        assertEquals(CancelOutcome.NO_SUCH_WISH, table.cancel('B', 0, 2));
        assertEquals(CancelOutcome.NO_SUCH_WISH, table.cancel('C', 0, 3));
        assertEquals(Optional.of(Wish.State.WAITING), table.state(b));
        assertEquals(CancelOutcome.CANCELLED, table.cancel('B', 0, 3));
        assertEquals(CancelOutcome.ALREADY_HELD, table.cancel('A', 0, 3));
        assertEquals("AAAA............", table.picture());
    }

    /** NLM check 41. */
    @Test
    void aWriterIsNotPassedByReadersThatComeLater() {
        table.lock('a', 0, 3);
        long b = table.waits('B', 0, 3);
        long c = table.waits('c', 0, 3);
        assertEquals(GRANTED, table.test('d', 0, 3));
        table.unlock('a', 0, 3);
        assertEquals(List.of("offered " + b), table.heard);
        table.locks.confirm(b);
        table.unlock('b', 0, 3);
        assertEquals(List.of("offered " + b, "settled " + b, "offered " + c), table.heard);
    }

    /** NLM check 41: else it would wait for one that waits for it. */
    @Test
    void whoHoldsWhatAnEarlierWishWaitsForNeedNotQueueBehindIt() {
        table.lock('a', 0, 0);
        table.waits('B', 0, 9);
        assertEquals(GRANTED, table.lockOrWait('A', 5, 5));
    }

    /** NLM check 14: to wait for others' turns would not help them, for it holds on anyway. */
    @Test
    void anUpgradeDoesNotQueue() {
        table.lock('a', 0, 3);
        table.lock('C', 5, 5);
        table.waits('b', 0, 5);
        assertEquals(GRANTED, table.lockOrWait('A', 0, 3));
    }

    @Test
    void moreFreedRangesThanAreRememberedApartWakeAllTheSame() {
        for (long at = 0; at < 80; at += 2) {
            table.lock('A', at, at);
        }
        long b = table.waits('B', 0, 0);
        long c = table.waits('C', 78, 78);
        long d = table.waits('D', 40, 40);
        table.unlock('a', 0, ByteRange.END);
        assertEquals(List.of("offered " + b, "offered " + c, "offered " + d), table.heard);
    }

    @Test
    void cancellingAWishLetsThoseBehindItGo() {
        table.lock('a', 0, 3);
        table.waits('B', 0, 3);
        long c = table.waits('c', 0, 3);
        table.cancel('B', 0, 3);
        assertEquals(List.of("offered " + c), table.heard);
    }

    /** NLM check 33. */
    @Test
    void anOfferNobodyAnswersGoesDormantOnlyIfOthersWait() {
        table.lock('A', 0, 3);
        long b = table.waits('B', 0, 3);
        table.unlock('a', 0, 3);
        assertFalse(table.locks.giveUpOffer(b));
        long c = table.waits('C', 0, 3);
        assertTrue(table.locks.giveUpOffer(b));
        assertEquals(Optional.of(Wish.State.DORMANT), table.state(b));
        assertEquals(List.of("offered " + b, "settled " + b, "offered " + c), table.heard);
        long again = table.waits('B', 0, 3);
        table.locks.decline(c);
        assertEquals(Optional.of(Wish.State.OFFERED), table.state(again));
    }

    /** NLM check 45. */
    @Test
    void theRequestThatClosesACircleIsADeadlock() {
        table.lock('A', 0, 0);
        table.lock('B', 1, 1);
        table.lock('C', 2, 2);
        table.waits('A', 1, 1);
        table.waits('B', 2, 2);
        assertEquals(LockOutcome.Deadlock.INSTANCE, table.lockOrWait('C', 0, 0));
        table.unlock('c', 2, 2);
        assertEquals(1, table.heard.size());
    }

    /** NLM check 58. */
    @Test
    void releasingAClientFreesAllItHadAndWakesOthers() {
        table.lock('A', 0, 3);
        table.lock('B', 5, 6);
        table.waits('A', 5, 6);
        long c = table.waits('C', 0, 0);
        assertEquals(new Released(1, 1, 0), table.locks.release(Table.client('a')));
        assertEquals(List.of("offered " + c), table.heard);
        assertTrue(table.locks.isIdle(Table.client('a')));
        assertFalse(table.locks.isIdle(Table.client('c')));
    }
}
