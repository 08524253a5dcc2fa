package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.relock.lockd.locks.WaitsFor.Reason;

/** Tests of what people see of a table. */
class ViewsTest {

    private final Table table = new Table();

    @Test
    void theGraphSaysWhoWaitsForWhomAndWhy() {
        table.lock('A', 0, 3);
        table.lock('B', 4, 7);
        long c = table.waits('C', 0, 3);
        long d = table.waits('D', 0, 7);
        table.unlock('a', 0, 3);
        assertEquals(
                List.of(edge(d, 'd', 'b', Reason.HELD), edge(d, 'd', 'c', Reason.OFFERED)),
                table.locks.waitsFor());
        table.locks.decline(c);
        long e = table.waits('E', 1, 1);
        assertEquals(
                List.of(edge(d, 'd', 'b', Reason.HELD), edge(e, 'e', 'd', Reason.TURN)),
                table.locks.waitsFor());
    }

    @Test
    void anExplanationNamesAllThatIsInTheWayAndChangesNothing() {
        table.lock('a', 0, 3);
        table.lock('B', 4, 7);
        table.lock('C', 8, 8);
        table.waits('D', 8, 8);
        long e = table.waits('E', 6, 9);
        table.unlock('c', 8, 8);
        Explanation why = table.locks.explain(Table.request('F', 2, 9));
        assertInstanceOf(LockOutcome.Denied.class, why.outcome());
        assertEquals(2, why.held().size());
        assertEquals(1, why.offered().size());
        assertEquals(e, why.ahead().get(0).id());
        assertFalse(why.deadlock());
        assertTrue(table.locks.isIdle(Table.client('f')));
        assertTrue(table.locks.explain(Table.request('B', 12, 12)).held().isEmpty());
    }

    @Test
    void anExplanationForeseesADeadlock() {
        table.lock('A', 0, 0);
        table.lock('B', 1, 1);
        table.waits('A', 1, 1);
        assertTrue(table.locks.explain(Table.request('B', 0, 0)).deadlock());
    }

    private static WaitsFor edge(long wish, char waiter, char blocker, Reason reason) {
        return new WaitsFor(wish, Table.owner(waiter), Table.owner(blocker), reason);
    }
}
