package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.relock.lockd.locks.LockService.ReclaimRule;

/** Tests of share reservations. */
class SharesTest {

    private final Table table = new Table();

    private static ShareReservation share(char letter, int access, int deny) {
        return new ShareReservation(Table.owner(letter), access, deny, Table.taken());
    }

    private ShareOutcome take(char letter, int access, int deny) {
        return table.locks.share(Table.FILE, share(letter, access, deny), false);
    }

    /** NLM check 56. */
    @Test
    void twoOwnersExcludeEachOtherExactlyByTheirBits() {
        for (int bits = 0; bits < 256; bits++) {
            Table fresh = new Table();
            ShareReservation a = share('a', bits & 3, bits >> 2 & 3);
            ShareReservation b = share('b', bits >> 4 & 3, bits >> 6);
            assertEquals(ShareOutcome.GRANTED, fresh.locks.share(Table.FILE, a, false));
            boolean conflict = (a.access() & b.deny()) != 0 || (b.access() & a.deny()) != 0;
            assertEquals(
                    conflict ? ShareOutcome.DENIED : ShareOutcome.GRANTED,
                    fresh.locks.share(Table.FILE, b, false),
                    a + " and " + b);
        }
    }

    /** NLM check 56. */
    @Test
    void aChangeIsCheckedAgainstAllOthersAndElseChangesNothing() {
        take('a', 1, 0);
        take('b', 1, 0);
        take('c', 2, 0);
        assertEquals(ShareOutcome.DENIED, take('a', 1, 2));
        assertEquals(ShareOutcome.GRANTED, take('b', 3, 0));
        assertEquals(ShareOutcome.GRANTED, take('b', 3, 0));
        table.locks.unshare(Table.FILE, Table.owner('c'));
        assertEquals(ShareOutcome.DENIED, take('a', 1, 2));
        take('b', 1, 0);
        assertEquals(ShareOutcome.GRANTED, take('a', 1, 2));
        assertEquals(ShareOutcome.DENIED, take('c', 2, 0));
    }

    @Test
    void manyRandomSharesAgreeWithAPlainList() {
        long seed = 56;
        Random random = new Random(seed);
        Map<Character, ShareReservation> plain = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            char letter = "abcde".charAt(random.nextInt(5));
            if (random.nextInt(3) == 0) {
                table.locks.unshare(Table.FILE, Table.owner(letter));
                plain.remove(letter);
                continue;
            }
            ShareReservation share = share(letter, random.nextInt(4), random.nextInt(4));
            boolean free =
                    plain.values().stream()
                            .noneMatch(
                                    other ->
                                            !other.owner().equals(share.owner())
                                                    && other.conflictsWith(share));
            assertEquals(
                    free ? ShareOutcome.GRANTED : ShareOutcome.DENIED,
                    table.locks.share(Table.FILE, share, false),
                    "seed " + seed + ", step " + step);
            if (free) {
                plain.put(letter, share);
            }
        }
    }

    /** NLM check 57. */
    @Test
    void inGraceOnlyWhatWasThereIsReclaimed() {
        RecordedState state =
                new RecordedState(
                        Map.of(),
                        List.of(),
                        Map.of(Table.FILE, List.of(share('a', 3, 2), share('b', 1, 0))),
                        0);
        table.locks.beginGrace(
                GraceScope.Everyone.INSTANCE,
                Duration.ofSeconds(90),
                List.of(Table.client('a'), Table.client('b')),
                state,
                ReclaimRule.RECORDED);
        assertEquals(ShareOutcome.IN_GRACE, take('a', 3, 2));
        assertEquals(
                ShareOutcome.NOT_HELD_BEFORE,
                table.locks.share(Table.FILE, share('a', 3, 3), true));
        assertEquals(ShareOutcome.GRANTED, table.locks.share(Table.FILE, share('a', 3, 2), true));
        assertEquals(1, table.locks.grace().size());
        table.locks.unshare(Table.FILE, Table.owner('b'));
        assertEquals(0, table.locks.grace().size());
        // What it has already it is told it has.
        assertEquals(ShareOutcome.GRANTED, table.locks.share(Table.FILE, share('a', 3, 2), true));
        assertEquals(ShareOutcome.IN_GRACE, table.locks.share(Table.FILE, share('a', 3, 3), true));
    }

    /** NLM checks 58 and 69. */
    @Test
    void sharesAreCountedAndReleasedWithTheirClient() {
        Table small = new Table(new LockLimits(9, 9, 1, 9), LockJournal.NONE, RecordedState.EMPTY);
        FileKey other = new FileKey(1, Table.text("other"));
        ShareReservation share = share('a', 1, 3);
        assertEquals(ShareOutcome.GRANTED, small.locks.share(Table.FILE, share, false));
        assertEquals(ShareOutcome.GRANTED, small.locks.share(Table.FILE, share, false));
        assertEquals(ShareOutcome.TOO_MANY, small.locks.share(other, share, false));
        assertEquals(ShareOutcome.DENIED, small.locks.share(Table.FILE, share('b', 1, 0), false));
        assertEquals(new Released(0, 0, 1), small.locks.release(Table.client('a')));
        assertEquals(ShareOutcome.GRANTED, small.locks.share(Table.FILE, share('b', 1, 0), false));
    }
}
