package org.relock.tests.sim;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** What has happened, for whoever has to find out why; words are made only when they are read. */
final class Trace {

    private static final int LINES = Seeds.isOne() ? 1_000_000 : 600;

    private record Line(long nanos, Supplier<String> text) {
        String spelled() {
            long micros = nanos / 1000;
            StringBuilder line = new StringBuilder(80);
            line.append(micros / 1_000_000).append('.');
            String fraction = Long.toString(1_000_000 + micros % 1_000_000);
            return line.append(fraction, 1, 7).append(' ').append(text.get()).toString();
        }
    }

    private final Scheduler scheduler;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private long fingerprint = 1;

    Trace(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void say(Supplier<String> text) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.add(new Line(scheduler.now(), text));
    }

    void say(String text) {
        mix(text.hashCode());
        say(() -> text);
    }

    /** Adds to what tells two worlds apart. */
    void mix(long what) {
        fingerprint = 31 * (31 * fingerprint + what) + scheduler.now();
    }

    /** The same for the same seed, on any machine, or chance has got in somewhere else. */
    long fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        for (Line line : lines) {
            all.append(line.spelled()).append('\n');
        }
        return all.toString();
    }
}
