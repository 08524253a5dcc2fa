package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link TimerHeap}. */
class TimerHeapTest {

    private final TimerHeap heap = new TimerHeap();
    private final List<Named> fired = new ArrayList<>();

    private final class Named extends TimerHeap.Timer {
        private long due;

        @Override
        void fire() {
            fired.add(this);
        }
    }

    @Test
    void anEmptyHeapWaitsForEver() {
        assertEquals(Long.MAX_VALUE, heap.untilNext(7));
        assertFalse(heap.fireOne(7));
    }

    @Test
    void aTimerFiresAtItsMomentAndNotBefore() {
        heap.schedule(new Named(), 100);
        assertEquals(1, heap.untilNext(99));
        assertFalse(heap.fireOne(99));
        assertTrue(heap.fireOne(100));
        assertEquals(1, fired.size());
        assertFalse(heap.fireOne(101));
    }

    @Test
    void momentsThatWrapStayInOrder() {
        Named before = new Named();
        Named after = new Named();
        heap.schedule(after, Long.MIN_VALUE + 5);
        heap.schedule(before, Long.MAX_VALUE - 5);
        assertEquals(10, heap.untilNext(Long.MAX_VALUE - 15));
        assertTrue(heap.fireOne(Long.MAX_VALUE));
        assertFalse(heap.fireOne(Long.MIN_VALUE + 4));
        assertTrue(heap.fireOne(Long.MIN_VALUE + 5));
        assertEquals(List.of(before, after), fired);
    }

    @Test
    void aCancelledTimerIsNotKept() {
        Named timer = new Named();
        heap.schedule(timer, 1);
        heap.cancel(timer);
        heap.cancel(timer);
        assertEquals(0, heap.size());
    }

    /** Any sequence of calls fires what a plain list would, in the same order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithAPlainList(long seed) {
        Random random = new Random(seed);
        List<Named> plain = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            if (plain.isEmpty() || random.nextInt(3) > 0) {
                Named timer =
                        !plain.isEmpty() && random.nextBoolean()
                                ? plain.remove(random.nextInt(plain.size()))
                                : new Named();
                timer.due = random.nextInt(1_000);
                plain.add(timer);
                heap.schedule(timer, timer.due);
            } else if (random.nextBoolean()) {
                heap.cancel(plain.remove(random.nextInt(plain.size())));
            } else {
                long first =
                        plain.stream().map(t -> t.due).min(Comparator.naturalOrder()).orElseThrow();
                assertFalse(heap.fireOne(first - 1), "seed " + seed + ", step " + step);
                assertTrue(heap.fireOne(first), "seed " + seed + ", step " + step);
                Named last = fired.get(fired.size() - 1);
                assertEquals(first, last.due, "seed " + seed + ", step " + step);
                assertTrue(plain.remove(last), "seed " + seed + ", step " + step);
            }
            assertEquals(plain.size(), heap.size(), "seed " + seed + ", step " + step);
        }
    }
}
