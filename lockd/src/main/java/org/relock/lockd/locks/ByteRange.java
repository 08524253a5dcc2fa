package org.relock.lockd.locks;

import static java.lang.Long.compareUnsigned;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bytes of a file, never none.
 *
 * @param first the first byte, unsigned
 * @param last the last byte, included, unsigned; 2^64 - 1 stands for "to the end of the file",
 *     however long it grows
 */
public record ByteRange(long first, long last) {

    /** The last byte of a range that reaches to the end of the file: 2^64 - 1. */
    public static final long END = -1L;

    /** Every byte there may ever be. */
    public static final ByteRange ALL = new ByteRange(0, END);

    /** Checks the order of the ends. */
    public ByteRange {
        if (compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException(
                    Long.toUnsignedString(first) + " to " + Long.toUnsignedString(last));
        }
    }

    /**
     * Returns the range of {@code length} bytes from {@code offset}; a length of 0 reaches to the
     * end. Empty if it would reach past byte 2^64 - 1.
     */
    public static Optional<ByteRange> ofLength(long offset, long length) {
        if (length == 0) {
            return Optional.of(new ByteRange(offset, END));
        }
        long last = offset + (length - 1);
        return compareUnsigned(last, offset) < 0
                ? Optional.empty()
                : Optional.of(new ByteRange(offset, last));
    }

    /** Whether it reaches to the end of the file. */
    public boolean toEnd() {
        return last == END;
    }

    /** Returns how many bytes, unsigned; 0 if it reaches to the end, as protocols spell it. */
    public long length() {
        return toEnd() ? 0 : last - first + 1;
    }

    /** Whether both have a byte in common. */
    public boolean overlaps(ByteRange other) {
        return compareUnsigned(first, other.last) <= 0 && compareUnsigned(other.first, last) <= 0;
    }

    /** Whether every byte of {@code other} is in this range. */
    public boolean contains(ByteRange other) {
        return compareUnsigned(first, other.first) <= 0 && compareUnsigned(other.last, last) <= 0;
    }

    /** Returns what {@code hole} leaves of this range: no, one or two pieces, in order. */
    public List<ByteRange> minus(ByteRange hole) {
        if (!overlaps(hole)) {
            return List.of(this);
        }
        List<ByteRange> pieces = new ArrayList<>(2);
        if (compareUnsigned(first, hole.first) < 0) {
            pieces.add(new ByteRange(first, hole.first - 1));
        }
        if (compareUnsigned(hole.last, last) < 0) {
            pieces.add(new ByteRange(hole.last + 1, last));
        }
        return pieces;
    }
}
