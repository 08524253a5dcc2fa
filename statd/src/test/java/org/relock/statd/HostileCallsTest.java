package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.statd.StatdUnderTest.COOKIE;
import static org.relock.statd.StatdUnderTest.LOOPBACK;
import static org.relock.statd.StatdUnderTest.caller;
import static org.relock.statd.StatdUnderTest.wish;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.Sm;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrWriter;

/** Random bytes and damaged calls, on every procedure and from everywhere. */
class HostileCallsTest {

    private static final int CALLS = 20_000;
    private static final String[] SOURCES = {LOOPBACK, "::1", "127.0.0.2", "10.9.0.2", "fe80::1"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyCallIsAnsweredOrGarbageAndWhatIsWatchedStaysConsistent(long seed) {
        Random random = new Random(seed);
        StatdUnderTest statd = StatdUnderTest.compatible().withPeers();
        byte[] sound = XdrWriter.toBytes(new Mon(wish("peer"), COOKIE));
        int answered = 0;
        for (int i = 0; i < CALLS; i++) {
            byte[] bytes = random.nextBoolean() ? damaged(sound, random) : noise(random);
            int procedure = random.nextInt(Sm.NOTIFY + 1);
            String source = SOURCES[random.nextInt(SOURCES.length)];
            try {
                assertTrue(
                        statd.answer(
                                        caller(source, 1 + random.nextInt(65_535)),
                                        procedure,
                                        ByteBuffer.wrap(bytes))
                                .isDone(),
                        "seed " + seed + ", call " + i);
                answered++;
            } catch (MalformedXdrException garbage) {
                // GARBAGE_ARGS is the other right answer.
            }
        }
        assertTrue(answered > 0, "seed " + seed);
        List<String> lines = statd.store.lines();
        assertTrue(statd.statd.monitored() <= lines.size(), "seed " + seed);
        for (String line : lines) {
            assertTrue(line.matches("[!-~]+ [!-~]+ [!-~]* [0-9a-f]{32}"), line);
        }
    }

    private static byte[] damaged(byte[] sound, Random random) {
        byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 8));
        for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        if (bytes.length >= 4 && random.nextBoolean()) {
            // A length that might do.
            bytes[0] = 0;
            bytes[1] = 0;
            bytes[2] = 0;
            bytes[3] = (byte) random.nextInt(16);
        }
        return bytes;
    }
}
