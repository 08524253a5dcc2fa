package org.relock.state.rpc;

import java.util.Arrays;

/**
 * Timers by the moment they are due, a binary heap. Each knows its place in it, so that a timer
 * that is not wanted any more leaves at once and keeps no memory. Not thread safe.
 *
 * <p>Moments are those of a {@link org.relock.state.time.Ticker}: only differences count.
 */
final class TimerHeap {

    private static final int NOWHERE = -1;
    private static final int FIRST_CAPACITY = 16;

    private Timer[] heap = new Timer[FIRST_CAPACITY];
    private int size;

    /** Something that happens once, at its moment. */
    abstract static class Timer {
        private long due;
        private int place = NOWHERE;

        /** Called when the moment has come; the timer is out of the heap by then. */
        abstract void fire();
    }

    /** Sets {@code timer} to {@code due}, whether or not it was set before. */
    void schedule(Timer timer, long due) {
        cancel(timer);
        timer.due = due;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        put(timer, size++);
        rise(timer);
    }

    /** Takes {@code timer} out, if it is in. */
    void cancel(Timer timer) {
        int place = timer.place;
        if (place == NOWHERE) {
            return;
        }
        timer.place = NOWHERE;
        Timer last = heap[--size];
        heap[size] = null;
        if (last != timer) {
            put(last, place);
            rise(last);
            sink(last);
        }
    }

    /** Fires the first timer if it is due, and returns whether it was. */
    boolean fireOne(long now) {
        if (size == 0 || heap[0].due - now > 0) {
            return false;
        }
        Timer first = heap[0];
        cancel(first);
        first.fire();
        return true;
    }

    /** Returns nanoseconds until the first timer is due, 0 if it is; {@code MAX_VALUE} for none. */
    long untilNext(long now) {
        return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].due - now);
    }

    /** Returns how many timers are set. */
    int size() {
        return size;
    }

    private void put(Timer timer, int place) {
        heap[place] = timer;
        timer.place = place;
    }

    private void rise(Timer timer) {
        while (timer.place > 0) {
            Timer parent = heap[(timer.place - 1) / 2];
            if (!before(timer, parent)) {
                return;
            }
            swap(timer, parent);
        }
    }

    private void sink(Timer timer) {
        for (int left = 2 * timer.place + 1; left < size; left = 2 * timer.place + 1) {
            Timer child = heap[left];
            if (left + 1 < size && before(heap[left + 1], child)) {
                child = heap[left + 1];
            }
            if (!before(child, timer)) {
                return;
            }
            swap(timer, child);
        }
    }

    private void swap(Timer one, Timer other) {
        int place = one.place;
        put(one, other.place);
        put(other, place);
    }

    private static boolean before(Timer one, Timer other) {
        return one.due - other.due < 0;
    }
}
