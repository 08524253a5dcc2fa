package org.relock.lockd.nlm;

import static java.lang.Long.compareUnsigned;

import java.util.Optional;
import org.relock.lockd.locks.ByteRange;

/**
 * Which bytes {@code l_offset} and {@code l_len} mean, the same for LOCK, TEST, UNLOCK and CANCEL
 * (NLM check 11).
 *
 * <p>A file has at most 2^63 - 1 bytes. A range that reaches the last byte a file may have, or goes
 * past it, reaches to the end of the file, as does one of length 0 or of a length of all ones,
 * which some clients send for "the rest". One that begins past what any file has, or whose end is
 * more than 2^64, is no range. In versions 1 and 3 the ends are unsigned 32-bit numbers, and one
 * whose end is more than 2^32 is no range.
 */
final class NlmRange {

    /** The last byte of the longest file. */
    private static final long LAST_OF_ANY_FILE = Long.MAX_VALUE - 1;

    private NlmRange() {}

    /** Returns the bytes; empty if no file has them (NLM4_FBIG). */
    static Optional<ByteRange> of(NlmVersion version, long offset, long length) {
        if (offset < 0) {
            return Optional.empty();
        }
        if (length == 0 || length == version.highest()) {
            return Optional.of(new ByteRange(offset, ByteRange.END));
        }
        long last = offset + (length - 1);
        if (compareUnsigned(last, offset) < 0 || compareUnsigned(last, version.highest()) > 0) {
            return Optional.empty();
        }
        boolean toEnd = compareUnsigned(last, LAST_OF_ANY_FILE) >= 0;
        return Optional.of(new ByteRange(offset, toEnd ? ByteRange.END : last));
    }
}
