package org.relock.tests.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.relock.tests.bench.NlmCall.Owner;

/**
 * Keeps a number of calls under way on each of a few connections, from one thread: each slot sends
 * its calls in turn, the next one when the last is answered with GRANTED.
 */
final class NlmPump implements AutoCloseable {

    private final Selector selector = Selector.open();
    private final List<NlmLine> lines = new ArrayList<>();
    private final List<NlmCall[]> slots = new ArrayList<>();
    private final int[] turns;
    private final int outstanding;
    private long answered;

    /** What the slots of one connection send. */
    interface Script {
        NlmCall[] of(Owner owner, int slot);
    }

    NlmPump(NlmTarget target, InetAddress from, int connections, int outstanding, Script script)
            throws IOException {
        this.outstanding = outstanding;
        this.turns = new int[connections * 32];
        for (int i = 0; i < connections; i++) {
            lines.add(NlmLine.open(from, target.address(), selector));
            Owner owner = new Owner(from.getHostAddress(), target.file(), 1_000 + i);
            for (int slot = 0; slot < outstanding; slot++) {
                slots.add(script.of(owner, slot));
            }
        }
        for (NlmLine line : lines) {
            for (int slot = 0; slot < outstanding; slot++) {
                send(line, slot);
            }
            line.flush();
        }
    }

    private void send(NlmLine line, int slot) {
        int connection = lines.indexOf(line);
        NlmCall[] calls = slots.get(connection * outstanding + slot);
        int turn = turns[connection * 32 + slot]++;
        calls[turn % calls.length].put(line.out(), line.nextXid(slot));
    }

    /** Returns the replies a second in about {@code seconds}. */
    double run(double seconds) throws IOException {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        answered = 0;
        long now = begin;
        while (now < end) {
            selector.select(
                    key -> {
                        NlmLine line = (NlmLine) key.attachment();
                        try {
                            line.read(this::take);
                            line.flush();
                        } catch (IOException e) {
                            throw new IllegalStateException("the server went away", e);
                        }
                    },
                    5_000);
            now = System.nanoTime();
        }
        return answered / ((now - begin) / 1e9);
    }

    private void take(NlmLine line, ByteBuffer record, int at, int length) {
        if (record.getInt(at + 20) != 0 || record.getInt(at + NlmCall.STATUS) != 0) {
            throw new IllegalStateException(
                    "refused with status " + record.getInt(at + length - 4));
        }
        answered++;
        send(line, record.getInt(at) & 31);
    }

    @Override
    public void close() throws IOException {
        for (NlmLine line : lines) {
            line.close();
        }
        selector.close();
    }
}
