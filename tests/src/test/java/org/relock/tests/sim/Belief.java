package org.relock.tests.sim;

import java.util.ArrayList;
import java.util.List;

/** What an application thinks it holds of a file, byte by byte. */
final class Belief {

    static final int NONE = 0;
    static final int READ = 1;
    static final int WRITE = 2;

    private final int[] modes = new int[Span.SLOTS];
    private final int[] boots = new int[Span.SLOTS];

    /** A stretch of bytes held in one mode. */
    record Held(Span span, boolean exclusive) {}

    int mode(int slot) {
        return modes[slot];
    }

    /** Returns which boot of the server's said so last. */
    int boot(int slot) {
        return boots[slot];
    }

    void set(Span span, int mode, int boot) {
        for (int i = span.first(); i <= span.last(); i++) {
            modes[i] = mode;
            boots[i] = boot;
        }
    }

    /** What is asked for in a lesser mode may be that already before we hear of it. */
    void weaken(Span span) {
        for (int i = span.first(); i <= span.last(); i++) {
            modes[i] = Math.min(modes[i], READ);
        }
    }

    boolean isEmpty() {
        for (int mode : modes) {
            if (mode != NONE) {
                return false;
            }
        }
        return true;
    }

    List<Held> held() {
        List<Held> held = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= Span.SLOTS; i++) {
            if (i == Span.SLOTS || modes[i] != modes[from]) {
                if (modes[from] != NONE) {
                    held.add(new Held(new Span(from, i - 1), modes[from] == WRITE));
                }
                from = i;
            }
        }
        return held;
    }
}
