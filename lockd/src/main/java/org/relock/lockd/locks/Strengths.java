package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How strongly bytes of a file are held or offered, by whomever: the union of all locks. */
final class Strengths {

    /** Neighbouring bytes that are alike; with no mode, nobody has them. */
    record Piece(ByteRange range, Optional<LockMode> mode) {}

    private final long first;
    private final long last;

    /** By how many locks more than before it a byte is held, for reading and for writing. */
    private final TreeMap<Long, int[]> edges = new TreeMap<>(Long::compareUnsigned);

    /** Whether a lock for writing, or else one for reading, has all of the bytes. */
    private final boolean[] whole = new boolean[2];

    private Strengths(ByteRange range) {
        first = range.first();
        last = range.last();
        edges.put(first, new int[2]);
    }

    /** Returns the pieces of a range, in order, without a gap. */
    static List<Piece> of(LockedFile file, ByteRange range) {
        Strengths sum = new Strengths(range);
        // Many may have the same bytes for reading; the first of them says it all.
        file.writers.visit(sum.first, sum.last, sum::add);
        if (file.queue != null) {
            file.queue.visitOffered(sum.first, sum.last, true, sum::add);
        }
        if (!sum.whole[1] && !(sum.whole[0] && sum.edges.size() == 1)) {
            file.readers.visit(sum.first, sum.last, sum::add);
        }
        return sum.pieces();
    }

    private boolean add(Span<?> span) {
        int kind = span.isWrite() ? 1 : 0;
        edge(Long.compareUnsigned(span.first, first) < 0 ? first : span.first)[kind]++;
        if (Long.compareUnsigned(span.last, last) < 0) {
            edge(span.last + 1)[kind]--;
        }
        whole[kind] |=
                Long.compareUnsigned(span.first, first) <= 0
                        && Long.compareUnsigned(span.last, last) >= 0;
        return !whole[kind];
    }

    private int[] edge(long at) {
        return edges.computeIfAbsent(at, any -> new int[2]);
    }

    private List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        int readers = 0;
        int writers = 0;
        long start = first;
        Optional<LockMode> mode = Optional.empty();
        for (Map.Entry<Long, int[]> edge : edges.entrySet()) {
            readers += edge.getValue()[0];
            writers += edge.getValue()[1];
            Optional<LockMode> next = mode(readers, writers);
            if (edge.getKey() == first) {
                mode = next;
            } else if (!next.equals(mode)) {
                pieces.add(new Piece(new ByteRange(start, edge.getKey() - 1), mode));
                start = edge.getKey();
                mode = next;
            }
        }
        pieces.add(new Piece(new ByteRange(start, last), mode));
        return pieces;
    }

    private static Optional<LockMode> mode(int readers, int writers) {
        if (writers > 0) {
            return Optional.of(LockMode.WRITE);
        }
        return readers > 0 ? Optional.of(LockMode.READ) : Optional.empty();
    }
}
