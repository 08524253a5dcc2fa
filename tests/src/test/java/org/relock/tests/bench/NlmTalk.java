package org.relock.tests.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/** One connection of one client, asked and answered one by one, or filled in a stream. */
final class NlmTalk implements AutoCloseable {

    private static final int STREAM = 64;

    private final Selector selector = Selector.open();
    private final NlmLine line;
    private int waiting;
    private int status;

    NlmTalk(NlmTarget target, InetAddress from) throws IOException {
        line = NlmLine.open(from, target.address(), selector);
    }

    /** Makes a call and returns its status, or 0 for one without. */
    int ask(NlmCall call) throws IOException {
        line.call(call);
        return sent();
    }

    int ask(NlmCall call, long offset) throws IOException {
        call.put(line.out(), line.nextXid(0), offset);
        return sent();
    }

    private int sent() throws IOException {
        waiting++;
        line.flush();
        await(0);
        return status;
    }

    void granted(NlmCall call) throws IOException {
        int answer = ask(call);
        if (answer != 0) {
            throw new IllegalStateException("refused with status " + answer);
        }
    }

    /**
     * Locks a byte at every fourth offset, so many, each for the owner that {@code owners} names.
     */
    void fill(int count, Owners owners) throws IOException {
        for (int i = 0; i < count; i++) {
            NlmCall.lock(owners.of(i), 4L * i, 1, false).put(line.out(), line.nextXid(0));
            waiting++;
            if (waiting == STREAM) {
                line.flush();
                await(STREAM / 2);
            }
        }
        line.flush();
        await(0);
    }

    private void await(int most) throws IOException {
        while (waiting > most) {
            if (selector.select(60_000) == 0) {
                throw new IOException("no answer in a minute");
            }
            selector.selectedKeys().clear();
            line.read(this::take);
        }
    }

    private void take(NlmLine from, ByteBuffer record, int at, int length) {
        waiting--;
        status = length > NlmCall.STATUS ? record.getInt(at + NlmCall.STATUS) : 0;
        if (record.getInt(at + 20) != 0) {
            throw new IllegalStateException("refused as an RPC: " + record.getInt(at + 20));
        }
        if (status != 0 && waiting > 0) {
            throw new IllegalStateException("refused with status " + status);
        }
    }

    /** Who holds the lock of that number. */
    interface Owners {
        NlmCall.Owner of(int number);
    }

    @Override
    public void close() throws IOException {
        line.close();
        selector.close();
    }
}
