package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.Opaque;

/** NLM check 61, as far as the table goes: its locks and those of programs here meet. */
class LocalLocksTest {

    private static final LockOutcome GRANTED = LockOutcome.Granted.INSTANCE;

    private final Programs programs = new Programs();
    private final Table table = new Table(programs, RecordedState.EMPTY);

    private static LockOutcome.Denied denied(LockOutcome outcome) {
        return assertInstanceOf(LockOutcome.Denied.class, outcome);
    }

    @Test
    void aProgramsLockIsInTheWayAndHasAHolder() {
        assertTrue(programs.lock(LockMode.WRITE, 3, 3));
        Lock holder = denied(table.test('a', 0, 9)).holder();
        assertEquals(Table.bytes(3, 3), holder.range());
        assertEquals(LockMode.WRITE, holder.mode());
        assertEquals(77, holder.owner().name().toBytes()[3]);
        denied(table.lock('a', 0, 9));
        assertEquals("................", programs.picture());
        assertFalse(programs.inUse);
        assertEquals(GRANTED, table.lock('A', 4, 9));
    }

    @Test
    void readersOnBothSidesGoTogether() {
        assertTrue(programs.lock(LockMode.READ, 0, 9));
        assertEquals(GRANTED, table.lock('a', 0, 9));
        denied(table.lock('A', 0, 9));
        assertEquals("aaaaaaaaaa......", table.picture());
    }

    @Test
    void programsMeetTheStrongestLockOfEachByte() {
        table.lock('a', 0, 9);
        table.lock('b', 5, 14);
        table.lock('C', 15, 15);
        assertEquals("rrrrrrrrrrrrrrrw", programs.picture());
        table.unlock('a', 0, 15);
        assertEquals(".....rrrrrrrrrrw", programs.picture());
        table.lock('c', 15, 15);
        assertEquals(".....rrrrrrrrrrr", programs.picture());
        table.locks.release(Table.client('c'));
        table.unlock('b', 0, 15);
        assertEquals("................", programs.picture());
        assertFalse(programs.inUse);
    }

    @Test
    void whoWaitsForAProgramIsOfferedTheBytesOnceItLetsGo() {
        programs.lock(LockMode.WRITE, 0, 0);
        long wish = table.waits('A', 0, 4);
        assertTrue(programs.retries);
        table.locks.retryLocal();
        assertEquals(List.of(), table.heard);
        assertTrue(programs.inUse);
        programs.unlock(0, 0);
        table.locks.retryLocal();
        assertEquals(List.of("offered " + wish), table.heard);
        assertEquals("wwwww...........", programs.picture());
        assertFalse(programs.lock(LockMode.READ, 4, 4));
        assertTrue(table.locks.confirm(wish));
        assertEquals("wwwww...........", programs.picture());
    }

    @Test
    void whatAClientLetsGoIsNotOfferedWhileAProgramHasPartOfIt() {
        table.lock('A', 0, 4);
        programs.lock(LockMode.WRITE, 5, 5);
        long wish = table.waits('B', 0, 5);
        table.unlock('a', 0, 4);
        assertEquals(Optional.of(Wish.State.WAITING), table.state(wish));
        assertEquals("................", programs.picture());
        programs.unlock(5, 5);
        table.locks.retryLocal();
        assertEquals(Optional.of(Wish.State.OFFERED), table.state(wish));
        assertTrue(table.locks.decline(wish));
        assertEquals("................", programs.picture());
        assertFalse(programs.inUse);
    }

    @Test
    void aWishThatIsCancelledIsNotTriedAgain() {
        programs.lock(LockMode.WRITE, 0, 0);
        table.waits('A', 0, 4);
        assertEquals(CancelOutcome.CANCELLED, table.cancel('A', 0, 4));
        programs.unlock(0, 0);
        programs.retries = false;
        table.locks.retryLocal();
        assertEquals("................", programs.picture());
        assertFalse(programs.retries);
        assertFalse(programs.inUse);
    }

    /** The program's read lock is in the way of no part of it. */
    @Test
    void aReadLockAcrossOnesOwnWriteLockAsksForNoMoreThanIsNeeded() {
        table.lock('A', 0, 4);
        programs.lock(LockMode.READ, 7, 7);
        assertEquals(GRANTED, table.lock('a', 0, 9));
        assertEquals("rrrrrrrrrr......", programs.picture());
        table.lock('A', 0, 4);
        programs.lock(LockMode.WRITE, 12, 12);
        denied(table.lock('a', 0, 12));
        assertEquals("wwwwwrrrrr......", programs.picture());
    }

    @Test
    void afterARestartTheLocksAreTakenAnewAsSoonAsProgramsLetThem() {
        programs.lock(LockMode.READ, 2, 2);
        Lock held = new Lock(Table.owner('a'), LockMode.WRITE, Table.bytes(0, 2), Table.taken());
        Lock shared = new Lock(Table.owner('b'), LockMode.READ, Table.bytes(5, 6), Table.taken());
        Wish offered = new Wish(1, Table.request('C', 9, 9), Opaque.EMPTY, Wish.State.OFFERED);
        RecordedState state =
                new RecordedState(
                        Map.of(Table.FILE, List.of(held, shared)), List.of(offered), Map.of(), 1);
        Table restored = new Table(programs, state);
        assertEquals(".....rr..w......", programs.picture());
        assertTrue(programs.retries);
        assertEquals("AAA..bb.........", restored.picture());
        programs.unlock(2, 2);
        restored.locks.retryLocal();
        assertEquals("www..rr..w......", programs.picture());
    }

    @Test
    void aShareReservationKeepsNoFileInUse() {
        programs.inUse = true;
        table.locks.share(
                Table.FILE, new ShareReservation(Table.owner('a'), 1, 0, Table.taken()), false);
        assertFalse(programs.inUse);
    }
}
