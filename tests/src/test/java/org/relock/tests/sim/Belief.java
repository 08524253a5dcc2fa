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
    private final boolean[] unmonitored = new boolean[Span.SLOTS];

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
            unmonitored[i] = false;
        }
    }

    /** The same by NM_LOCK: of the server's reboot we may never hear, and do not reclaim it. */
    void setUnmonitored(Span span, int mode, int boot) {
        set(span, mode, boot);
        for (int i = span.first(); i <= span.last(); i++) {
            unmonitored[i] = true;
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

    /** Returns what is to be reclaimed. */
    List<Held> held() {
        List<Held> held = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= Span.SLOTS; i++) {
            if (i == Span.SLOTS || modes[i] != modes[from] || unmonitored[i] != unmonitored[from]) {
                if (modes[from] != NONE && !unmonitored[from]) {
                    held.add(new Held(new Span(from, i - 1), modes[from] == WRITE));
                }
                from = i;
            }
        }
        return held;
    }
}
