package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.relock.lockd.locks.LockService.ReclaimRule;

/** Tests of grace: reclaims, early end, and whom it concerns. */
class GraceTest {

    private static final LockOutcome GRANTED = LockOutcome.Granted.INSTANCE;
    private static final LockOutcome IN_GRACE = LockOutcome.InGrace.INSTANCE;
    private static final LockOutcome NOT_HELD = LockOutcome.NotHeldBefore.INSTANCE;
    private static final GraceScope EVERYONE = GraceScope.Everyone.INSTANCE;

    private final Table table = new Table();

    private static RecordedState recorded(Lock... locks) {
        return new RecordedState(Map.of(Table.FILE, List.of(locks)), List.of(), Map.of(), 0);
    }

    private static Lock had(char letter, long first, long last) {
        LockRequest request = Table.request(letter, first, last);
        return new Lock(request.owner(), request.mode(), request.range(), request.taken());
    }

    private void grace(GraceScope scope, RecordedState state, ReclaimRule rule, char... roster) {
        List<ClientId> clients =
                new String(roster).chars().mapToObj(c -> Table.client((char) c)).toList();
        table.locks.beginGrace(scope, Duration.ofSeconds(90), clients, state, rule);
    }

    /** NLM check 47. */
    @Test
    void onlyReclaimsAreGrantedUntilTimeIsUp() {
        grace(EVERYONE, recorded(had('A', 0, 3)), ReclaimRule.RECORDED, 'a', 'b');
        assertEquals(IN_GRACE, table.lock('C', 8, 9));
        assertEquals(IN_GRACE, table.lockOrWait('C', 8, 9));
        assertEquals(IN_GRACE, table.test('C', 8, 9));
        assertEquals(GRANTED, table.locks.lock(Table.reclaim('A', 0, 3)));
        table.unlock('a', 0, 1);
        assertEquals("..AA............", table.picture());
        table.now += Duration.ofSeconds(90).toNanos() - 1;
        assertEquals(IN_GRACE, table.lock('C', 8, 9));
        table.now++;
        assertEquals(GRANTED, table.lock('C', 8, 9));
        assertTrue(table.locks.grace().isEmpty());
    }

    /** NLM check 47. */
    @Test
    void itEndsWhenAllThatIsRecordedHasBeenReclaimed() {
        grace(EVERYONE, recorded(had('A', 0, 3), had('b', 8, 9)), ReclaimRule.RECORDED, 'a', 'b');
        table.locks.lock(Table.reclaim('A', 0, 3));
        assertEquals(List.of(Table.client('b')), table.locks.grace().get(0).awaited());
        table.locks.lock(Table.reclaim('b', 8, 9));
        assertTrue(table.locks.grace().isEmpty());
    }

    /** NLM check 48. */
    @Test
    void withAnEmptyRosterThereIsNone() {
        grace(EVERYONE, RecordedState.EMPTY, ReclaimRule.NOT_ANOTHERS);
        assertEquals(GRANTED, table.lock('A', 0, 3));
    }

    /** NLM check 48: an administrator begins it for an address that came from another host. */
    @Test
    void withoutARecordAnyoneMayReclaimWhatIsFreeUntilTimeIsUp() {
        assertEquals(GRANTED, table.lock('A', 0, 3));
        grace(EVERYONE, RecordedState.EMPTY, ReclaimRule.ANYONES);
        assertEquals(IN_GRACE, table.lock('B', 8, 9));
        assertEquals(GRANTED, table.locks.lock(Table.reclaim('B', 4, 5)));
        assertInstanceOf(LockOutcome.Denied.class, table.locks.lock(Table.reclaim('B', 0, 3)));
        table.now += Duration.ofSeconds(90).toNanos();
        assertEquals(GRANTED, table.lock('B', 8, 9));
    }

    /** NLM check 49. */
    @Test
    void aReclaimOutsideGraceIsRefused() {
        assertEquals(IN_GRACE, table.locks.lock(Table.reclaim('A', 0, 3)));
    }

    @Test
    void whatIsHeldAlreadyIsNotWaitedFor() {
        table.lock('A', 0, 3);
        grace(EVERYONE, recorded(had('A', 0, 3), had('B', 5, 9)), ReclaimRule.RECORDED, 'a', 'b');
        assertEquals(IN_GRACE, table.lock('C', 20, 20));
        assertEquals(GRANTED, table.locks.lock(Table.reclaim('B', 5, 9)));
        assertEquals(GRANTED, table.lock('C', 20, 20));
    }

    /** Its client may hear of our reboot twice, or when it has the lock already. */
    @Test
    void aReclaimOfWhatIsHeldIsGrantedAtAnyTime() {
        assertEquals(GRANTED, table.lock('A', 0, 9));
        assertEquals(GRANTED, table.locks.lock(Table.reclaim('A', 2, 3)));
        assertEquals(GRANTED, table.locks.lock(Table.reclaim('a', 2, 3)));
        assertEquals(IN_GRACE, table.locks.lock(Table.reclaim('A', 2, 10)));
        assertEquals("AAAAAAAAAA......", table.picture());
        assertEquals(IN_GRACE, table.locks.lock(Table.reclaim('B', 4, 5)));
    }

    /** NLM check 49. */
    @Test
    void aReclaimOfWhatIsNotRecordedIsRefused() {
        grace(EVERYONE, recorded(had('a', 0, 3)), ReclaimRule.RECORDED, 'a');
        assertEquals(NOT_HELD, table.locks.lock(Table.reclaim('A', 0, 3)));
        assertEquals(NOT_HELD, table.locks.lock(Table.reclaim('a', 0, 4)));
        assertEquals(NOT_HELD, table.locks.lock(Table.reclaim('b', 0, 3)));
        assertEquals(GRANTED, table.locks.lock(Table.reclaim('a', 1, 2)));
    }

    @Test
    void whereTheRecordMayLackItsEndOnlyAnothersBytesAreRefused() {
        grace(EVERYONE, recorded(had('A', 0, 3)), ReclaimRule.NOT_ANOTHERS, 'a', 'b');
        assertEquals(NOT_HELD, table.locks.lock(Table.reclaim('b', 3, 5)));
        assertEquals(NOT_HELD, table.locks.lock(Table.reclaim('c', 8, 9)));
        assertEquals(GRANTED, table.locks.lock(Table.reclaim('b', 4, 5)));
        assertInstanceOf(LockOutcome.Denied.class, table.locks.lock(Table.reclaim('A', 4, 5)));
    }

    @Test
    void aServiceAddressHasAGraceOfItsOwn() {
        grace(
                new GraceScope.Server(Table.address(2)),
                RecordedState.EMPTY,
                ReclaimRule.NOT_ANOTHERS,
                'a');
        assertEquals(GRANTED, table.lock('B', 0, 3));
    }

    @Test
    void aClientThatIsReleasedIsNoLongerAwaited() {
        grace(EVERYONE, RecordedState.EMPTY, ReclaimRule.NOT_ANOTHERS, 'a');
        table.locks.release(Table.client('a'));
        assertTrue(table.locks.grace().isEmpty());
    }

    /** Of whom nothing is recorded, nobody knows when it has finished. */
    @Test
    void aClientOfWhomNothingIsRecordedIsAwaitedUntilItSaysSo() {
        grace(EVERYONE, RecordedState.EMPTY, ReclaimRule.NOT_ANOTHERS, 'a');
        assertEquals(GRANTED, table.locks.lock(Table.reclaim('A', 0, 3)));
        assertEquals(IN_GRACE, table.lock('B', 8, 9));
        table.locks.doneReclaiming(Table.client('a'));
        assertEquals(GRANTED, table.lock('B', 8, 9));
    }

    @Test
    void whatIsGivenUpInGraceIsNotAwaited() {
        grace(EVERYONE, recorded(had('A', 0, 3)), ReclaimRule.RECORDED, 'a');
        table.locks.lock(Table.reclaim('A', 0, 1));
        assertEquals(1, table.locks.grace().size());
        table.unlock('a', 2, 3);
        assertTrue(table.locks.grace().isEmpty());
    }
}
