package org.relock.tests.bench;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a number of NFSv3 calls under way on each of a few connections, from one thread: each slot
 * sends its calls in turn, the next one when the last is answered with NFS3_OK.
 */
final class NfsPump {

    private NfsPump() {}

    /** What a slot sends. */
    interface Script {
        NfsCall[] of(int connection, int slot);
    }

    /** Returns the replies a second in about {@code seconds}; waits for all of them. */
    static double run(
            NfsTarget target, int connections, int outstanding, double seconds, Script script)
            throws IOException {
        List<NfsLine> lines = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                NfsCall[][] slots = new NfsCall[outstanding][];
                for (int slot = 0; slot < outstanding; slot++) {
                    slots[slot] = script.of(i, slot);
                }
                lines.add(new NfsLine(target.address(), selector, slots));
            }
            for (NfsLine line : lines) {
                line.begin();
            }
            long begin = System.nanoTime();
            long end = begin + (long) (seconds * 1e9);
            long now = begin;
            while (now < end) {
                round(selector);
                now = System.nanoTime();
            }
            long answered = lines.stream().mapToLong(NfsLine::answered).sum();
            lines.forEach(NfsLine::end);
            while (lines.stream().anyMatch(line -> line.underWay() > 0)) {
                round(selector);
            }
            return answered / ((now - begin) / 1e9);
        } finally {
            for (NfsLine line : lines) {
                line.close();
            }
        }
    }

    private static void round(Selector selector) throws IOException {
        selector.select(
                key -> {
                    try {
                        ((NfsLine) key.attachment()).ready();
                    } catch (IOException e) {
                        throw new IllegalStateException("the server went away", e);
                    }
                },
                5_000);
    }
}
