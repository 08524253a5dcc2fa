package org.relock.lockd.locks;

import static java.lang.Long.compareUnsigned;

import java.util.SplittableRandom;

/**
 * Bytes of a file that are held or wanted, as a node of a {@link SpanTree}.
 *
 * @param <T> the kind of node
 */
abstract class Span<T extends Span<T>> {

    /** Nobody outside can know how a tree will be balanced, and so cannot unbalance it. */
    private static final long SALT = new SplittableRandom().nextLong();

    final long first;
    final long last;

    /** Tells nodes apart; of two with the same first byte the one with the lower comes first. */
    final long serial;

    T left;
    T right;

    /** The highest last byte in the tree below and including this node. */
    long maxLast;

    Span(long serial, long first, long last) {
        this.serial = serial;
        this.first = first;
        this.last = last;
        maxLast = last;
    }

    abstract Owner owner();

    abstract boolean isWrite();

    abstract Lock toLock();

    /** Makes what is summed up over the tree below right again, after that has changed. */
    void refresh() {
        long most = last;
        if (left != null && compareUnsigned(left.maxLast, most) > 0) {
            most = left.maxLast;
        }
        if (right != null && compareUnsigned(right.maxLast, most) > 0) {
            most = right.maxLast;
        }
        maxLast = most;
    }

    final boolean overlaps(long from, long to) {
        return compareUnsigned(first, to) <= 0 && compareUnsigned(from, last) <= 0;
    }

    /** Whether it and a lock by somebody else in that mode exclude each other. */
    final boolean excludes(Span<?> other) {
        return owner() != other.owner()
                && (isWrite() || other.isWrite())
                && overlaps(other.first, other.last);
    }

    final boolean isBefore(Span<T> other) {
        return first == other.first
                ? serial < other.serial
                : compareUnsigned(first, other.first) < 0;
    }

    /** Who has the higher rank is nearer to the root; ranks are as good as random. */
    final long rank() {
        long mixed = (serial + SALT) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }
}
