package org.relock.state.rpc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;

/**
 * Puts the fragments of a stream together again as records (RFC 5531, section 11). Memory is taken
 * for bytes that have come, never for bytes that are announced.
 */
final class ReplyRecords {

    private static final int LAST_FRAGMENT = 0x8000_0000;
    private static final int FIRST_CAPACITY = 512;

    /** Without this, empty fragments could go on for ever. */
    private static final int MAX_FRAGMENTS = 1024;

    private final int limit;
    private byte[] record = new byte[FIRST_CAPACITY];
    private int size;
    private int mark;
    private int markBytes;
    private int fragmentLeft;
    private int fragments;

    /** Refuses records of more than {@code limit} bytes. */
    ReplyRecords(int limit) {
        this.limit = limit;
    }

    /**
     * Reads from {@code in} up to the end of a record or of {@code in}.
     *
     * @return a record that is complete now, as a copy of its own
     * @throws MalformedXdrException if the record is too long or in too many pieces; what follows
     *     makes no sense any more
     */
    Optional<ByteBuffer> next(ByteBuffer in) throws MalformedXdrException {
        while (in.hasRemaining()) {
            if (markBytes < 4) {
                mark = (mark << 8) | (in.get() & 0xff);
                if (++markBytes < 4) {
                    continue;
                }
                startFragment();
            }
            int now = Math.min(fragmentLeft, in.remaining());
            append(in, now);
            fragmentLeft -= now;
            if (fragmentLeft == 0) {
                markBytes = 0;
                if ((mark & LAST_FRAGMENT) != 0) {
                    return Optional.of(take());
                }
            }
        }
        return Optional.empty();
    }

    private void startFragment() throws MalformedXdrException {
        fragmentLeft = mark & ~LAST_FRAGMENT;
        if (fragmentLeft > limit - size) {
            throw new MalformedXdrException("record of more than " + limit + " bytes");
        }
        if (++fragments > MAX_FRAGMENTS) {
            throw new MalformedXdrException("record of more than " + MAX_FRAGMENTS + " fragments");
        }
    }

    private void append(ByteBuffer in, int length) {
        if (length > record.length - size) {
            record = Arrays.copyOf(record, Math.max(size + length, 2 * record.length));
        }
        in.get(record, size, length);
        size += length;
    }

    private ByteBuffer take() {
        ByteBuffer taken = ByteBuffer.wrap(Arrays.copyOf(record, size));
        record = new byte[FIRST_CAPACITY];
        size = 0;
        fragments = 0;
        return taken;
    }
}
