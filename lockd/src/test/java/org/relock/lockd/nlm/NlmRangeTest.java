package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.lockd.nlm.NlmVersion.V1;
import static org.relock.lockd.nlm.NlmVersion.V3;
import static org.relock.lockd.nlm.NlmVersion.V4;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.lockd.locks.ByteRange;

class NlmRangeTest {

    private static final long HALF = 1L << 63;

    private static void range(long offset, long length, long first, long last) {
        assertEquals(Optional.of(new ByteRange(first, last)), NlmRange.of(V4, offset, length));
    }

    private static void toEnd(long offset, long length) {
        range(offset, length, offset, ByteRange.END);
    }

    private static void none(NlmVersion version, long offset, long length) {
        assertEquals(Optional.empty(), NlmRange.of(version, offset, length));
    }

    @Test
    void bytesAreCountedFromTheOffset() {
        range(0, 1, 0, 0);
        range(100, 10, 100, 109);
        range(0, HALF - 2, 0, HALF - 3);
    }

    @Test
    void aLengthOfZeroReachesToTheEnd() {
        toEnd(0, 0);
        toEnd(HALF - 1, 0);
    }

    /** NLM check 11. */
    @Test
    void whatEndsAtTheLimitOfAFileReachesToTheEnd() {
        toEnd(0, -1);
        toEnd(1, -1);
        toEnd(0, HALF - 1);
        toEnd(5, HALF - 1);
        toEnd(HALF - 2, 1);
        toEnd(HALF - 1, 1);
        toEnd(HALF - 1, HALF + 1); // ends with byte 2^64 - 1
    }

    /** NLM check 11. */
    @Test
    void whatNoFileHasIsNoRange() {
        none(V4, -1, 2);
        none(V4, HALF, HALF);
        none(V4, HALF, 1);
        none(V4, HALF, 0);
        none(V4, -1, 0);
        none(V4, HALF - 1, HALF + 2);
        none(V4, 6, -2);
    }

    /** NLM check 9. */
    @Test
    void olderVersionsCountInUnsigned32BitNumbers() {
        for (NlmVersion version : List.of(V1, V3)) {
            none(version, 0xfffffff0L, 0x20);
            none(version, 0xffffffffL, 2);
            assertEquals(
                    Optional.of(new ByteRange(0xfffffff0L, 0xffffffffL)),
                    NlmRange.of(version, 0xfffffff0L, 0x10));
            assertEquals(
                    Optional.of(new ByteRange(0x80000000L, 0x80000000L)),
                    NlmRange.of(version, 0x80000000L, 1));
            assertEquals(Optional.of(new ByteRange(7, ByteRange.END)), NlmRange.of(version, 7, 0));
            assertEquals(
                    Optional.of(new ByteRange(7, ByteRange.END)),
                    NlmRange.of(version, 7, 0xffffffffL));
        }
    }
}
