package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.relock.lockd.vfs.FileStatus;

/** Whatever comes, there is an answer, and it is one of the protocol's. */
class Nfs3Properties {

    private static final String GARBAGE_ARGS = "00000004";

    private static void assertAnswered(Mounted mounted, int procedure, String arguments) {
        String reply = mounted.answer(procedure, arguments);
        if (!reply.equals(GARBAGE_ARGS)) {
            assertEquals("00000000", reply.substring(0, 8));
            int status = Integer.parseUnsignedInt(reply.substring(8, 16), 16);
            assertTrue(status == 0 || numbers().contains(status), reply);
            assertTrue(status != FileStatus.SERVERFAULT.number(), reply);
        }
    }

    private static List<Integer> numbers() {
        return List.of(FileStatus.values()).stream().map(FileStatus::number).toList();
    }

    @Property(tries = 3000)
    void anyBytesAreAnswered(@ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 21) int to) {
        assertAnswered(new Mounted(), to, HexFormat.of().formatHex(bytes));
    }

    @Property(tries = 3000)
    void anyBytesBehindAGoodHandleAreAnswered(
            @ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(min = 1, max = 21) int to) {
        assertAnswered(new Mounted(), to, Mounted.handle(1) + HexFormat.of().formatHex(bytes));
    }

    @Property(tries = 2000)
    void smallNumbersBehindAGoodHandleAreAnswered(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 7) Integer> numbers,
            @ForAll @IntRange(min = 1, max = 21) int to) {
        StringBuilder words = new StringBuilder(Mounted.handle(1));
        for (int number : numbers) {
            words.append(Mounted.word(number));
        }
        assertAnswered(new Mounted(), to, words.toString());
    }

    @Property(tries = 1000)
    void anyHandleIsAnswered(
            @ForAll @Size(max = 64) @ByteRange byte[] handle,
            @ForAll @IntRange(min = 1, max = 21) int to) {
        String hex =
                Mounted.word(handle.length)
                        + HexFormat.of().formatHex(handle)
                        + "00".repeat(-handle.length & 3);
        assertAnswered(new Mounted(), to, hex + "00".repeat(100));
    }
}
