package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Random bytes, and random cuts of good ones. */
class WireProperties {

    private static final int LIMIT = 300;

    private final Dispatcher dispatcher =
            new Dispatcher(List.of(RpcServerTest.program()), Gate.OPEN);

    /** Mostly words that mean something in a header, so that many get far. */
    @Provide
    Arbitrary<List<Integer>> words() {
        return Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.of(0, 1, 2, 6, Wire.PROGRAM, 4, 8, 20, 255, 400)),
                        Tuple.of(1, Arbitraries.integers()))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 3_000)
    void anyMessageIsAnsweredRightlyOrNotAtAll(@ForAll("words") List<Integer> words) {
        XdrWriter message = new XdrWriter(64);
        words.forEach(message::i32);
        answer(message.toBytes());
    }

    /** A good beginning, then anything. */
    @Property(tries = 3_000)
    void anyCredentialIsAnsweredRightlyOrNotAtAll(@ForAll("words") List<Integer> words) {
        XdrWriter message = new XdrWriter(64);
        message.i32(9).i32(0).i32(2).i32(Wire.PROGRAM).i32(1).i32(1);
        words.forEach(message::i32);
        answer(message.toBytes());
    }

    @Property(tries = 3_000)
    void anyBytesAreAnsweredRightlyOrNotAtAll(@ForAll @Size(max = 200) byte[] message) {
        answer(message);
    }

    private void answer(byte[] message) {
        XdrWriter out = new XdrWriter(64);
        Dispatcher.Outcome outcome =
                dispatcher.answer(new XdrReader(ByteBuffer.wrap(message)), new FakeOrigin(), out);
        if (outcome == Dispatcher.Outcome.SILENT) {
            assertEquals(0, out.size());
        } else {
            ByteBuffer reply = out.written();
            assertEquals(ByteBuffer.wrap(message).getInt(), reply.getInt(), "xid");
            assertEquals(1, reply.getInt(), "REPLY");
            boolean denied = reply.getInt() == 1;
            assertTrue(denied ? out.size() >= 20 : out.size() >= 24);
            if (!denied) {
                assertEquals(0, reply.getLong(), "verifier");
                int status = reply.getInt();
                assertTrue(status >= 0 && status <= 4, "no SYSTEM_ERR: nothing threw");
            }
        }
    }

    /** However records are fragmented and the stream is cut, the same records come out. */
    @Property(tries = 1_000)
    void recordsSurviveAnyFragmentsAndCuts(
            @ForAll @Size(min = 1, max = 8) List<@Size(min = 1, max = LIMIT) byte[]> records,
            @ForAll long seed)
            throws MalformedXdrException {
        Random random = new Random(seed);
        ByteBuffer bytes = ByteBuffer.allocate(records.size() * LIMIT * 5 + 64);
        List<String> expected = new ArrayList<>();
        for (byte[] record : records) {
            expected.add(Wire.hex(record));
            int at = 0;
            while (at < record.length) {
                int length = 1 + random.nextInt(record.length - at);
                boolean last = at + length == record.length;
                bytes.putInt((last ? 0x80000000 : 0) | length).put(record, at, length);
                at += length;
            }
        }
        bytes.flip();
        List<String> found = new ArrayList<>();
        RecordParser parser = new RecordParser(LIMIT);
        while (bytes.hasRemaining()) {
            int length = 1 + random.nextInt(bytes.remaining());
            ByteBuffer part = bytes.slice(bytes.position(), length);
            bytes.position(bytes.position() + length);
            found.addAll(RecordParserTest.feed(parser, part));
        }
        assertEquals(expected, found);
        assertEquals(0, parser.held());
    }

    /** Random bytes cost no more memory than the limit, and end or are taken. */
    @Property(tries = 2_000)
    void anyStreamIsTakenOrRefused(@ForAll List<@Size(max = 50) byte[]> reads) {
        RecordParser parser = new RecordParser(LIMIT);
        try {
            for (byte[] read : reads) {
                for (String record : RecordParserTest.feed(parser, ByteBuffer.wrap(read))) {
                    assertTrue(record.length() <= 2 * LIMIT);
                }
                assertTrue(parser.held() <= LIMIT + 64);
            }
        } catch (MalformedXdrException e) {
            assertTrue(parser.held() <= LIMIT + 64);
        }
    }
}
