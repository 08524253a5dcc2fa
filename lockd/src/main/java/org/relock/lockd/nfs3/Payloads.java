package org.relock.lockd.nfs3;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Direct buffers for the data of READs and WRITEs. What is lent at a time has a bound, and so has
 * what is kept for the next. One that is never given back is the collector's, but counts as lent.
 */
final class Payloads {

    /** The capacities that there are, in bytes: a page, most files, the most there is. */
    private static final int[] CAPACITIES = {4_096, 65_536, Nfs3Limits.TCP_TRANSFER};

    private final long mostLent;
    private final long mostKept;
    private final List<ArrayDeque<ByteBuffer>> kept = queues();
    private long lentBytes;
    private long keptBytes;

    /**
     * Makes it.
     *
     * @param mostLent what may be lent at a time, in bytes
     * @param mostKept what may be kept, in bytes
     */
    Payloads(long mostLent, long mostKept) {
        this.mostLent = mostLent;
        this.mostKept = mostKept;
    }

    private static List<ArrayDeque<ByteBuffer>> queues() {
        List<ArrayDeque<ByteBuffer>> queues = new ArrayList<>();
        for (int i = 0; i < CAPACITIES.length; i++) {
            queues.add(new ArrayDeque<>());
        }
        return queues;
    }

    /**
     * Lends an empty buffer whose limit is {@code length}.
     *
     * @param length at most 1 MiB
     * @return empty if too much is lent already
     */
    Optional<ByteBuffer> take(int length) {
        int size = sizeOf(length);
        synchronized (this) {
            if (lentBytes + CAPACITIES[size] > mostLent) {
                return Optional.empty();
            }
            lentBytes += CAPACITIES[size];
            ByteBuffer one = kept.get(size).pollLast();
            if (one != null) {
                keptBytes -= CAPACITIES[size];
                return Optional.of(one.clear().limit(length));
            }
        }
        return Optional.of(ByteBuffer.allocateDirect(CAPACITIES[size]).limit(length));
    }

    /** Takes a buffer back, once. */
    synchronized void give(ByteBuffer buffer) {
        lentBytes -= buffer.capacity();
        if (keptBytes + buffer.capacity() <= mostKept) {
            keptBytes += buffer.capacity();
            kept.get(sizeOf(buffer.capacity())).addLast(buffer);
        }
    }

    /** Returns how much is lent, in bytes. */
    synchronized long lent() {
        return lentBytes;
    }

    private static int sizeOf(int length) {
        int size = 0;
        while (CAPACITIES[size] < length) {
            size++;
        }
        return size;
    }
}
