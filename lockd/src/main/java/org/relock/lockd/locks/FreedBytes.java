package org.relock.lockd.locks;

import static java.lang.Long.compareUnsigned;

/** Some ranges of bytes; many are remembered as one that holds them all. */
final class FreedBytes {

    /** So many ranges are remembered one by one. */
    private static final int MOST_APART = 16;

    private final long[] firsts = new long[MOST_APART];
    private final long[] lasts = new long[MOST_APART];
    private int count;

    int count() {
        return count;
    }

    long first(int index) {
        return firsts[index];
    }

    long last(int index) {
        return lasts[index];
    }

    void add(long first, long last) {
        if (count == MOST_APART) {
            for (int i = 1; i < count; i++) {
                widen(firsts[i], lasts[i]);
            }
            count = 1;
        }
        firsts[count] = first;
        lasts[count] = last;
        count++;
    }

    void clear() {
        count = 0;
    }

    private void widen(long first, long last) {
        if (compareUnsigned(first, firsts[0]) < 0) {
            firsts[0] = first;
        }
        if (compareUnsigned(last, lasts[0]) > 0) {
            lasts[0] = last;
        }
    }
}
