package org.relock.state.rpc;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;

/**
 * Finds records in a stream of bytes (record marking, RFC 5531, section 11), however the stream is
 * cut. Each byte is looked at once. A record that lies whole and unbroken in what was read is used
 * where it lies; only the parts of others are gathered, and memory is taken as bytes arrive, not as
 * a mark announces them.
 *
 * <p>A fragment of no bytes is allowed only as the last one of a record that has some: any other is
 * of no use but to keep a server busy.
 */
final class RecordParser {

    /** Where the next record is. */
    enum Found {
        /** Nowhere yet: all that was read has been taken. */
        NOTHING,
        /** In the buffer read from: the next {@link #length} bytes, which have not been taken. */
        IN_PLACE,
        /** In {@link #gathered}. */
        GATHERED
    }

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    /** Memory is taken in multiples of this, in bytes. */
    private static final int GRAIN = 64;

    /** Where memory comes from. */
    interface Memory {
        /**
         * Returns a buffer.
         *
         * @param least how many bytes it must have
         * @param announced how many it might have to have later
         */
        ByteBuffer take(int least, int announced);

        /** Takes back a buffer that is not used any more. */
        default void give(ByteBuffer buffer) {}
    }

    private final int limit;
    private final Memory memory;

    private int mark;
    private int markBytes;
    private int fragmentLeft;
    private ByteBuffer record = NO_BYTES;
    private int length;

    /** Finds records of at most {@code limit} bytes. */
    RecordParser(int limit) {
        this(limit, (least, announced) -> ByteBuffer.allocate(least));
    }

    /** Finds records of at most {@code limit} bytes, and gathers them in that memory. */
    RecordParser(int limit, Memory memory) {
        this.limit = limit;
        this.memory = memory;
    }

    /**
     * Goes on to the end of the next record.
     *
     * @throws MalformedXdrException if a record is too long or a fragment empty; the stream is of
     *     no use afterwards
     */
    Found next(ByteBuffer in) throws MalformedXdrException {
        while (true) {
            if (markBytes < 4) {
                if (!readMark(in)) {
                    return Found.NOTHING;
                }
                if (length == 0 && mark < 0 && fragmentLeft <= in.remaining()) {
                    length = fragmentLeft;
                    return Found.IN_PLACE;
                }
            }
            gather(in);
            if (fragmentLeft > 0) {
                return Found.NOTHING;
            }
            markBytes = 0;
            if (mark < 0) {
                return Found.GATHERED;
            }
        }
    }

    /** Returns the length of the record found, in bytes. */
    int length() {
        return length;
    }

    /** Returns the record found, if it was gathered; good until {@link #done}. */
    ByteBuffer gathered() {
        return record.duplicate().position(0).limit(length);
    }

    /**
     * Returns where the rest of the fragment being gathered can be read to, if there is room for
     * all of it already; {@link #filled} tells how much was.
     */
    Optional<ByteBuffer> rest() {
        boolean room =
                markBytes == 4 && fragmentLeft > 0 && record.capacity() - length >= fragmentLeft;
        return room ? Optional.of(record.slice(length, fragmentLeft)) : Optional.empty();
    }

    /** So many bytes have been put into {@link #rest}. */
    void filled(int count) {
        length += count;
        fragmentLeft -= count;
    }

    /** Gives up the record found. */
    void done() {
        markBytes = 0;
        fragmentLeft = 0;
        if (record.capacity() > 0) {
            memory.give(record);
            record = NO_BYTES;
        }
        length = 0;
    }

    /** Returns whether a record has begun and not ended. */
    boolean isHalfway() {
        return markBytes > 0 || length > 0;
    }

    /** Returns how many bytes of memory are taken. */
    int held() {
        return record.capacity();
    }

    /** Returns whether the mark is whole now. */
    private boolean readMark(ByteBuffer in) throws MalformedXdrException {
        if (markBytes == 0 && in.remaining() >= 4) {
            mark = in.getInt();
            markBytes = 4;
        } else {
            while (markBytes < 4 && in.hasRemaining()) {
                mark = (mark << 8) | (in.get() & 0xff);
                markBytes++;
            }
            if (markBytes < 4) {
                return false;
            }
        }
        fragmentLeft = mark & 0x7fffffff;
        if (fragmentLeft > limit - length) {
            throw new MalformedXdrException("a record of more than " + limit + " bytes");
        }
        if (fragmentLeft == 0 && (mark >= 0 || length == 0)) {
            throw new MalformedXdrException("an empty fragment");
        }
        return true;
    }

    private void gather(ByteBuffer in) {
        int count = Math.min(fragmentLeft, in.remaining());
        if (count > record.capacity() - length) {
            ByteBuffer larger = memory.take(room(length + count), length + fragmentLeft);
            larger.put(0, record, 0, length);
            memory.give(record);
            record = larger;
        }
        record.put(length, in, in.position(), count);
        in.position(in.position() + count);
        filled(count);
    }

    /** Returns how much to take for {@code needed} bytes: at most twice that, so few copies. */
    private int room(int needed) {
        int announced = length + fragmentLeft;
        int roomy = Math.max(needed, Math.min(2 * record.capacity(), announced));
        return (roomy + GRAIN - 1) & -GRAIN;
    }
}
