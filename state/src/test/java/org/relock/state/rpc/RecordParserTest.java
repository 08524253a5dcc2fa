package org.relock.state.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.state.rpc.Wire.bytes;
import static org.relock.state.rpc.Wire.fragment;
import static org.relock.state.rpc.Wire.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.MalformedXdrException;

/** Records in a stream of bytes, whichever way it is cut. */
class RecordParserTest {

    private static final int LIMIT = 1_000;
    private static final int LARGE = 100_000;

    private final RecordParser parser = new RecordParser(LIMIT);

    /** Feeds {@code hex} and returns the records that it completes. */
    private List<String> feed(String hex) throws MalformedXdrException {
        return feed(parser, ByteBuffer.wrap(bytes(hex)));
    }

    static List<String> feed(RecordParser parser, ByteBuffer in) throws MalformedXdrException {
        List<String> records = new ArrayList<>();
        while (true) {
            RecordParser.Found found = parser.next(in);
            if (found == RecordParser.Found.NOTHING) {
                assertFalse(in.hasRemaining(), "bytes are left lying");
                return records;
            }
            byte[] record = new byte[parser.length()];
            (found == RecordParser.Found.GATHERED ? parser.gathered() : in).get(record);
            parser.done();
            records.add(Wire.hex(record));
        }
    }

    /** Check 31. */
    @Test
    void manyRecordsInOneReadAreAllFound() throws MalformedXdrException {
        assertEquals(
                List.of("0102", "03", "0405"),
                feed(record("0102") + record("03") + record("0405")));
        assertFalse(parser.isHalfway());
    }

    /** Check 31. */
    @Test
    void aRecordMayComeByteByByte() throws MalformedXdrException {
        String stream = record("01020304");
        for (int i = 0; i < stream.length() - 2; i += 2) {
            assertEquals(List.of(), feed(stream.substring(i, i + 2)));
            assertTrue(parser.isHalfway());
        }
        assertEquals(List.of("01020304"), feed("04"));
        assertFalse(parser.isHalfway());
    }

    /** Check 30. */
    @Test
    void fragmentsArePutTogether() throws MalformedXdrException {
        assertEquals(
                List.of("010203", "04"),
                feed(fragment("01") + fragment("02") + record("03") + record("04")));
    }

    @Test
    void aLastFragmentMayBeEmptyIfTheRecordIsNot() throws MalformedXdrException {
        assertEquals(List.of("01"), feed(fragment("01") + record("")));
    }

    /** oncrpc4j K7, P4: 64 MB of such fragments took 45 s. */
    @Test
    void emptyFragmentsAreRefusedAtOnce() {
        assertThrows(MalformedXdrException.class, () -> feed(fragment("")));
        assertThrows(
                MalformedXdrException.class,
                () ->
                        RecordParserTest.feed(
                                new RecordParser(9), wrap(fragment("01") + "00000000")));
    }

    private static ByteBuffer wrap(String hex) {
        return ByteBuffer.wrap(bytes(hex));
    }

    @Test
    void anEmptyRecordIsRefused() {
        assertThrows(MalformedXdrException.class, () -> feed(record("")));
    }

    /** oncrpc4j K4, P3: all memory was taken. */
    @Test
    void aRecordMarkOfFfffffffIsRefusedAtOnce() {
        assertThrows(MalformedXdrException.class, () -> feed("ffffffff"));
        assertThrows(
                MalformedXdrException.class,
                () -> RecordParserTest.feed(new RecordParser(9), wrap("7fffffff")));
    }

    @Test
    void aRecordOfJustTheLimitIsFoundAndOneByteMoreIsRefused() throws MalformedXdrException {
        String most = "61".repeat(LIMIT);
        assertEquals(List.of(most), feed(record(most)));
        assertEquals(List.of(most), feed(fragment(most.substring(2)) + record("61")));
        assertThrows(MalformedXdrException.class, () -> feed(record(most + "61")));
    }

    @Test
    void theLimitIsThatOfAllFragmentsTogether() {
        String half = "61".repeat(LIMIT / 2);
        assertThrows(
                MalformedXdrException.class,
                () -> feed(fragment(half) + fragment(half) + "00000001"));
    }

    @Test
    void memoryIsTakenAsBytesComeNotAsAMarkSays() throws MalformedXdrException {
        feed("800003e8" + "61".repeat(10));
        assertTrue(parser.held() <= 64, parser.held() + " bytes held");
        feed("61".repeat(990));
        assertEquals(0, parser.held());
    }

    @Test
    void aRecordThatLiesWholeInWhatWasReadTakesNoMemory() throws MalformedXdrException {
        assertEquals(
                RecordParser.Found.IN_PLACE, parser.next(ByteBuffer.wrap(bytes(record("0102")))));
        assertEquals(0, parser.held());
    }

    /** Each byte is copied a few times at most, so a trickle of any length is cheap. */
    @Test
    void aThousandFragmentsOfOneByteAreOneRecord() throws MalformedXdrException {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < LIMIT - 1; i++) {
            stream.append(fragment("61"));
        }
        assertEquals(List.of("61".repeat(LIMIT)), feed(stream + record("61")));
    }

    @Test
    void theRestOfALargeRecordIsReadToWhereItIsUsedFrom() throws MalformedXdrException {
        RecordParser large = new RecordParser(LARGE, new LargeRecords(LARGE));
        assertEquals(Optional.empty(), large.rest());
        assertEquals(List.of(), feed(large, wrap(Wire.word(1 << 31 | LARGE) + "61".repeat(10))));
        ByteBuffer rest = large.rest().orElseThrow();
        assertTrue(rest.isDirect());
        assertEquals(LARGE - 10, rest.remaining());
        rest.put("b".repeat(LARGE - 10).getBytes(US_ASCII));
        large.filled(LARGE - 10);
        assertEquals(
                List.of("61".repeat(10) + "62".repeat(LARGE - 10), "63"),
                feed(large, wrap(record("63"))));
        assertEquals(Optional.empty(), large.rest());
    }

    @Test
    void onlyAFewTakeMemoryAsAMarkSays() throws MalformedXdrException {
        LargeRecords memory = new LargeRecords(LARGE);
        int held = 0;
        for (int i = 0; i < 1_000; i++) {
            RecordParser one = new RecordParser(LARGE, memory);
            feed(one, wrap(Wire.word(1 << 31 | LARGE) + "61"));
            held += one.held();
        }
        assertTrue(held < 10 * LARGE, held + " bytes held");
    }
}
