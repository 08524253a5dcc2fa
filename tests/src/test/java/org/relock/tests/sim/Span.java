package org.relock.tests.sim;

/**
 * Some bytes of a file that is small enough for a plain table of its bytes.
 *
 * @param first 0 to {@link #SLOTS} - 1
 * @param last not before the first; the last slot stands for all bytes from there on
 */
record Span(int first, int last) {

    static final int SLOTS = 12;

    /** The whole file. */
    static final Span ALL = new Span(0, SLOTS - 1);

    Span {
        if (first < 0 || last < first || last >= SLOTS) {
            throw new IllegalArgumentException(first + " to " + last);
        }
    }

    static Span any(SimRandom random) {
        if (random.chance(10)) {
            return ALL;
        }
        int first = random.below(SLOTS);
        int longest = random.chance(30) ? SLOTS : 4;
        return new Span(first, Math.min(SLOTS - 1, first + random.below(longest)));
    }

    long offset() {
        return first;
    }

    /** Returns how many bytes, 0 for all from there on. */
    long length() {
        return last == SLOTS - 1 ? 0 : last - first + 1;
    }

    @Override
    public String toString() {
        return offset() + "+" + length();
    }
}
