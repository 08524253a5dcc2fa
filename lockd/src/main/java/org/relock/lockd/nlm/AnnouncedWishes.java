package org.relock.lockd.nlm;

import java.util.BitSet;

/**
 * Of which wishes the client knows that they wait. Every wish is announced a moment after it came
 * into being, and wishes are numbered in that order, so one window over the newest numbers is
 * enough: what is older is known. Not thread safe.
 */
final class AnnouncedWishes {

    private final int window;
    private final BitSet known;

    /** The lowest number that is not known for being old. */
    private long first = Long.MIN_VALUE;

    AnnouncedWishes(int window) {
        this.window = window;
        known = new BitSet(window);
    }

    /** All wishes up to {@code wish} were announced before our time. */
    void restored(long wish) {
        known.clear();
        first = wish + 1;
    }

    void add(long wish) {
        if (first == Long.MIN_VALUE) {
            first = wish;
        }
        if (wish < first) {
            return;
        }
        long newFirst = wish - window + 1;
        if (newFirst > first) {
            forget(newFirst);
        }
        known.set(place(wish));
    }

    private void forget(long newFirst) {
        if (newFirst - first >= window) {
            known.clear();
        } else {
            for (long old = first; old < newFirst; old++) {
                known.clear(place(old));
            }
        }
        first = newFirst;
    }

    boolean has(long wish) {
        return wish < first || (wish - first < window && known.get(place(wish)));
    }

    private int place(long wish) {
        return (int) Long.remainderUnsigned(wish, window);
    }
}
