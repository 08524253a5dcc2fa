package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.Opaque;

/** Tests of owners that wait for each other. */
class CirclesTest {

    private static final LockOutcome DEADLOCK = LockOutcome.Deadlock.INSTANCE;

    private final Table table = new Table();

    /** NLM check 45. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void onlyTheRequestThatClosesACircleIsRefused(int parties) {
        for (int i = 0; i < parties; i++) {
            table.lock((char) ('A' + i), i, i);
        }
        long[] waits = new long[parties];
        for (int i = 0; i < parties - 1; i++) {
            waits[i] = table.waits((char) ('A' + i), i + 1, i + 1);
        }
        char last = (char) ('A' + parties - 1);
        assertEquals(DEADLOCK, table.lockOrWait(last, 0, 0));
        assertEquals(DEADLOCK, table.lockOrWait(last, 0, 0));
        assertTrue(table.heard.isEmpty());
        table.unlock(Character.toLowerCase(last), parties - 1, parties - 1);
        assertEquals(List.of("offered " + waits[parties - 2]), table.heard);
    }

    /** NLM check 45. */
    @Test
    void aCircleOverSeveralFilesIsFoundToo() {
        FileKey other = new FileKey(2, Table.text("other"));
        table.lock('A', 0, 0);
        LockRequest theirs = Table.request('B', 0, 0);
        LockRequest b = elsewhere(other, theirs);
        assertEquals(LockOutcome.Granted.INSTANCE, table.locks.lock(b));
        table.waits('B', 0, 0);
        LockRequest a = elsewhere(other, Table.request('A', 0, 0));
        assertEquals(DEADLOCK, table.locks.lockOrWait(a, Opaque.EMPTY));
    }

    @Test
    void twoReadersWhoBothUpgradeAreADeadlock() {
        table.lock('a', 0, 0);
        table.lock('b', 0, 0);
        table.waits('A', 0, 0);
        assertEquals(DEADLOCK, table.lockOrWait('B', 0, 0));
        assertEquals("*", table.picture().substring(0, 1));
    }

    @Test
    void whoTriesWithoutWaitingIsNeverADeadlock() {
        table.lock('A', 0, 0);
        table.lock('B', 1, 1);
        table.waits('A', 1, 1);
        assertInstanceOf(LockOutcome.Denied.class, table.lock('B', 0, 0));
    }

    @Test
    void anOfferThatIsNotTakenYetIsPartOfACircle() {
        table.lock('A', 0, 0);
        table.lock('B', 1, 1);
        long b = table.waits('B', 0, 0);
        table.unlock('a', 0, 0);
        assertEquals(Optional.of(Wish.State.OFFERED), table.state(b));
        table.lock('A', 2, 2);
        table.waits('A', 0, 0);
        assertEquals(DEADLOCK, table.lockOrWait('B', 2, 2));
    }

    /** Where only turns make the circle, somebody overtakes. */
    @Test
    void aCircleOfTurnsIsNoDeadlock() {
        table.lock('A', 0, 0);
        // B waits for a byte of A's, and has the first turn at byte 5.
        table.waits('B', 0, 5);
        // D holds what A is about to wait for, and waits for its turn behind B.
        table.lock('D', 8, 8);
        long d = table.waits('D', 5, 5);
        long a = table.waits('A', 8, 8);
        // A waits for D, D for its turn behind B, B for A: so D overtakes.
        assertEquals(List.of("offered " + d), table.heard);
        table.locks.confirm(d);
        table.unlock('d', 0, ByteRange.END);
        assertEquals(Optional.of(Wish.State.OFFERED), table.state(a));
    }

    /** Who loses what exempted it from queuing may come to wait for itself by it. */
    @Test
    void anUnlockThatWouldMakeACircleOfTurnsMakesNone() {
        table.lock('A', 0, 0);
        table.lock('A', 8, 8);
        table.lock('C', 5, 5);
        table.lock('D', 4, 4);
        table.waits('B', 0, 5);
        long a = table.waits('A', 3, 4);
        table.waits('C', 8, 8);
        // Another thread of A's. Now A would wait for its turn behind B, B for C and C for A.
        table.unlock('a', 0, 0);
        table.unlock('d', 4, 4);
        assertEquals(List.of("offered " + a), table.heard);
    }

    @Test
    void whereTheAdministratorSaysSoACircleWaits() {
        LockService locks =
                new LockService(
                        Ticker.SYSTEM,
                        LockLimits.STANDARD,
                        LockJournal.NONE,
                        table,
                        LocalLocks.NONE,
                        RecordedState.EMPTY,
                        fileSystem -> fileSystem != 1);
        locks.lock(Table.request('A', 0, 0));
        locks.lock(Table.request('B', 1, 1));
        locks.lockOrWait(Table.request('A', 1, 1), Opaque.EMPTY);
        assertInstanceOf(
                LockOutcome.Waiting.class,
                locks.lockOrWait(Table.request('B', 0, 0), Opaque.EMPTY));
    }

    /** NLM check 46: owners that take bytes in order never make a circle. */
    @Test
    void whoTakesBytesInOrderIsNeverRefused() {
        long seed = 46;
        Random random = new Random(seed);
        String owners = "ABCDEFGH";
        int[] next = new int[owners.length()];
        for (int step = 0; step < 100_000; step++) {
            int who = random.nextInt(owners.length());
            char letter = owners.charAt(who);
            char small = Character.toLowerCase(letter);
            Optional<Wish> wish =
                    table.locks.snapshot().wishes().stream()
                            .filter(w -> w.request().owner().equals(Table.owner(small)))
                            .findFirst();
            if (wish.isPresent()) {
                table.locks.confirm(wish.get().id());
            } else if (next[who] >= Table.BYTES) {
                table.unlock(small, 0, ByteRange.END);
                next[who] = 0;
            } else {
                int first = next[who] + random.nextInt(3);
                next[who] = first + 1;
                LockOutcome outcome = table.lockOrWait(letter, first, first);
                assertTrue(outcome != DEADLOCK, "seed " + seed + ", step " + step);
            }
        }
    }

    private static LockRequest elsewhere(FileKey file, LockRequest request) {
        return new LockRequest(
                file, request.owner(), request.mode(), request.range(), false, request.taken());
    }
}
