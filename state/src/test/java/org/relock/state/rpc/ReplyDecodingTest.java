package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.relock.state.xdr.MalformedXdrException;

/** Hostile bytes for {@link ReplyDecoding}; jqwik prints the seed of a failure. */
class ReplyDecodingTest {

    private static final int REPLY = 1;

    /** Whatever bytes follow the xid, they are a well-formed reply or malformed, nothing else. */
    @Property(tries = 5000)
    void noBytesBreakTheDecoder(@ForAll @Size(max = 60) byte[] bytes) {
        decode(ByteBuffer.wrap(bytes));
    }

    /** As above, with numbers as a reply has them, so that the deeper parts are reached. */
    @Property(tries = 5000)
    void noNumbersBreakTheDecoder(
            @ForAll @Size(max = 8) List<@IntRange(min = -1, max = 8) Integer> words) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * words.size()).putInt(REPLY);
        words.forEach(buffer::putInt);
        decode(buffer.flip());
    }

    private static void decode(ByteBuffer bytes) {
        try {
            if (ReplyDecoding.decode(bytes) instanceof RpcOutcome.Refused refused) {
                assertFalse(refused.status().isEmpty());
            }
        } catch (MalformedXdrException e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }
}
