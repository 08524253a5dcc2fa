package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

/** Tests of the ranges an owner holds: POSIX split, merge, upgrade and downgrade. */
class RangesTest {

    private static final LockOutcome GRANTED = LockOutcome.Granted.INSTANCE;

    private final Table table = new Table();

    @Test
    void unlockingTheMiddleKeepsBothEnds() {
        table.lock('A', 0, 9);
        table.unlock('a', 2, 5);
        assertEquals("AA....AAAA......", table.picture());
    }

    /** NLM check 13. */
    @Test
    void unlockingTheMiddleOfALockToTheEndLeavesATailToTheEnd() {
        table.lock('A', 0, ByteRange.END);
        table.unlock('a', 10, 19);
        assertEquals(Table.bytes(0, 9), table.held().get(0).range());
        assertEquals(Table.bytes(20, ByteRange.END), table.held().get(1).range());
        LockOutcome outcome = table.test('B', 15, 25);
        Lock holder = assertInstanceOf(LockOutcome.Denied.class, outcome).holder();
        assertEquals(20, holder.range().first());
        assertEquals(0, holder.range().length());
    }

    @Test
    void aWriteLockInsideOnesOwnReadLockReplacesThoseBytesOnly() {
        table.lock('a', 0, 7);
        table.lock('A', 2, 4);
        assertEquals("aaAAAaaa........", table.picture());
    }

    @Test
    void neighboursOfOneModeBecomeOneLock() {
        table.lock('a', 0, 3);
        table.lock('a', 8, 11);
        table.lock('a', 4, 7);
        assertEquals("aaaaaaaaaaaa....", table.picture());
        assertEquals(1, table.held().size());
    }

    @Test
    void aLockToTheEndIsNoNeighbourOfOneAtTheStart() {
        table.lock('A', 5, ByteRange.END);
        table.lock('A', 0, 1);
        assertEquals(2, table.held().size());
    }

    @Test
    void neighboursTakenThroughDifferentAddressesStayApart() {
        table.lock('A', 0, 3);
        LockRequest other = Table.request('A', 4, 7);
        Taken there = new Taken(Table.address(2), 1, true, 0);
        table.locks.lock(
                new LockRequest(
                        other.file(), other.owner(), other.mode(), other.range(), false, there));
        assertEquals(2, table.held().size());
        assertEquals(new Released(1, 0, 0), table.locks.releaseServer(Table.address(2)));
        assertEquals("AAAA............", table.picture());
    }

    /** NLM check 17: all or nothing. */
    @Test
    void aLockThatIsDeniedChangesNothing() {
        table.lock('a', 0, 3);
        table.lock('A', 6, 7);
        table.lock('B', 10, 11);
        assertInstanceOf(LockOutcome.Denied.class, table.lock('A', 0, 15));
        assertEquals("aaaa..AA..BB....", table.picture());
    }

    /** NLM check 17. */
    @Test
    void aLockOverOwnFragmentsOfMixedModesReplacesThemAll() {
        table.lock('a', 0, 3);
        table.lock('A', 6, 7);
        assertEquals(GRANTED, table.lock('A', 0, 15));
        assertEquals(1, table.held().size());
    }

    /** NLM check 17. */
    @Test
    void unlockingNothingTouchesNobody() {
        table.lock('A', 0, 3);
        table.unlock('b', 0, ByteRange.END);
        table.unlock('a', 8, 9);
        assertEquals("AAAA............", table.picture());
    }

    /** NLM check 19. */
    @Test
    void aTestPassesOverOwnLocksAndReadersAndNamesTheFirstInTheWay() {
        table.lock('a', 0, 3);
        table.lock('b', 0, 3);
        table.lock('C', 8, 9);
        table.lock('B', 5, 6);
        assertEquals(GRANTED, table.test('c', 0, 3));
        assertEquals(GRANTED, table.test('C', 8, 9));
        LockOutcome outcome = table.test('D', 4, ByteRange.END);
        Lock holder = assertInstanceOf(LockOutcome.Denied.class, outcome).holder();
        assertEquals(Table.owner('b'), holder.owner());
        assertEquals(Table.bytes(5, 6), holder.range());
    }

    /** NLM check 69. */
    @Test
    void aClientAtItsLimitIsRefusedAndOthersAreNot() {
        Table small =
                new Table(new LockLimits(2, 1, 1, 100), LockJournal.NONE, RecordedState.EMPTY);
        small.lock('A', 0, 0);
        small.lock('A', 2, 2);
        assertEquals(LockOutcome.TooMany.INSTANCE, small.lock('A', 4, 4));
        assertEquals(LockOutcome.TooMany.INSTANCE, small.test('A', 4, 4));
        assertEquals(GRANTED, small.lock('B', 4, 4));
    }
}
