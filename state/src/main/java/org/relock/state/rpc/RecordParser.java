package org.relock.state.rpc;

import java.nio.ByteBuffer;
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

    private static final byte[] NO_BYTES = {};

    /** Memory is taken in multiples of this, in bytes. */
    private static final int GRAIN = 64;

    private final int limit;

    private int mark;
    private int markBytes;
    private int fragmentLeft;
    private byte[] record = NO_BYTES;
    private int length;

    /** Finds records of at most {@code limit} bytes. */
    RecordParser(int limit) {
        this.limit = limit;
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
        return ByteBuffer.wrap(record, 0, length);
    }

    /** Gives up the record found. */
    void done() {
        markBytes = 0;
        fragmentLeft = 0;
        record = NO_BYTES;
        length = 0;
    }

    /** Returns whether a record has begun and not ended. */
    boolean isHalfway() {
        return markBytes > 0 || length > 0;
    }

    /** Returns how many bytes of memory are taken. */
    int held() {
        return record.length;
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
        if (count > record.length - length) {
            byte[] larger = new byte[room(length + count)];
            System.arraycopy(record, 0, larger, 0, length);
            record = larger;
        }
        in.get(record, length, count);
        length += count;
        fragmentLeft -= count;
    }

    /** Returns how much to take for {@code needed} bytes: at most twice that, so few copies. */
    private int room(int needed) {
        int announced = length + fragmentLeft;
        int roomy = Math.max(needed, Math.min(2 * record.length, announced));
        return (roomy + GRAIN - 1) & -GRAIN;
    }
}
