package org.relock.state.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link PeerFile}. */
class PeerFileTest {

    private static final MonitorRecord PEER = NsmStoreContract.record("peer");
    private static final MonitorRecord OTHER = NsmStoreContract.record("other");

    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void makeTheDirectories() throws IOException {
        Files.createDirectory(directory.resolve("sm"));
        NsmDirectory.open(directory).close();
        file = directory.resolve("relock").resolve("peers");
    }

    private PeerFile open() throws IOException {
        return PeerFile.open(directory, warnings::add);
    }

    @Test
    void whatPeersSaidIsKnownAfterARestart() throws IOException {
        try (PeerFile memory = open()) {
            assertEquals(OptionalInt.empty(), memory.lastSeen("peer"));
            memory.saw("peer", 5);
            memory.saw("other", -2147483647);
            memory.saw("peer", 7);
            memory.saw("a name % with\nblanks\u00e9", 1);
            memory.saw("", 0);
            assertEquals(OptionalInt.of(7), memory.lastSeen("peer"));
        }
        try (PeerFile memory = open()) {
            assertEquals(OptionalInt.of(7), memory.lastSeen("peer"));
            assertEquals(OptionalInt.of(-2147483647), memory.lastSeen("other"));
            assertEquals(OptionalInt.of(1), memory.lastSeen("a name % with\nblanks\u00e9"));
            assertEquals(OptionalInt.of(0), memory.lastSeen(""));
            assertEquals(OptionalInt.empty(), memory.lastSeen("stranger"));
        }
        assertEquals(List.of(), warnings);
    }

    /** K4: a callback stays owed until it was made. */
    @Test
    void callbacksAreOwedUntilTheyAreSettled() throws IOException {
        OwedCallback five = new OwedCallback(PEER, 5);
        OwedCallback seven = new OwedCallback(PEER, 7);
        OwedCallback other = new OwedCallback(OTHER, 5);
        try (PeerFile memory = open()) {
            assertTrue(memory.owe(List.of(five, other)).join());
            assertTrue(memory.owe(List.of(seven)).join());
            // The old one was under way as the new one came; its end says nothing of the new one.
            memory.settle(five);
            assertEquals(List.of(other, seven), memory.owed());
        }
        try (PeerFile memory = open()) {
            assertEquals(List.of(other, seven), memory.owed());
            memory.settle(seven);
            memory.settle(other);
        }
        try (PeerFile memory = open()) {
            assertEquals(List.of(), memory.owed());
        }
    }

    /** The process is killed, so nothing is closed. */
    @Test
    void whatWasForcedIsThereForTheNextWithoutAClose() throws IOException {
        PeerFile killed = open();
        assertTrue(killed.owe(List.of(new OwedCallback(PEER, 5))).join());
        try (PeerFile memory = open()) {
            assertEquals(List.of(new OwedCallback(PEER, 5)), memory.owed());
        }
        killed.close();
    }

    /** Cut anywhere, what is left is what stood before the cut. */
    @Test
    void aTornTailCostsTheTornLineAlone() throws IOException {
        StringBuilder history = new StringBuilder();
        for (int state = 1; state <= 20; state++) {
            history.append(new PeerLine.Seen("peer", state).format());
        }
        byte[] whole = history.toString().getBytes(ISO_8859_1);
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            String kept = Files.readString(file);
            int lines = (int) kept.chars().filter(c -> c == '\n').count();
            // A whole line that lacks nothing but its newline counts too.
            boolean wholeLine = cut < whole.length && whole[cut] == '\n';
            int last = lines + (wholeLine ? 1 : 0);
            try (PeerFile memory = open()) {
                OptionalInt expected = last == 0 ? OptionalInt.empty() : OptionalInt.of(last);
                assertEquals(expected, memory.lastSeen("peer"), "cut at " + cut);
                memory.saw("next", 1);
            }
            try (PeerFile memory = open()) {
                assertEquals(OptionalInt.of(1), memory.lastSeen("next"), "cut at " + cut);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noDamageStopsAStart(long seed) throws IOException {
        Random random = new Random(seed);
        try (PeerFile memory = open()) {
            for (int i = 0; i < 50; i++) {
                memory.saw("peer" + i, i);
                OwedCallback callback = new OwedCallback(NsmStoreContract.record("peer" + i), i);
                assertTrue(memory.owe(List.of(callback)).join());
            }
        }
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i < 5; i++) {
            content[random.nextInt(content.length)] = (byte) random.nextInt(256);
        }
        Files.write(file, content);
        try (PeerFile memory = open()) {
            int known = 0;
            for (int i = 0; i < 50; i++) {
                OptionalInt state = memory.lastSeen("peer" + i);
                assertTrue(state.isEmpty() || state.getAsInt() == i, "seed " + seed);
                known += state.isPresent() ? 1 : 0;
            }
            assertTrue(known >= 40, "seed " + seed + ": " + known);
            assertTrue(memory.owed().size() >= 40, "seed " + seed);
        }
        assertTrue(warnings.size() <= 1, warnings.toString());
    }

    @Test
    void randomBytesAreNothing() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        Files.write(file, noise);
        try (PeerFile memory = open()) {
            assertEquals(List.of(), memory.owed());
            memory.saw("peer", 5);
        }
        try (PeerFile memory = open()) {
            assertEquals(OptionalInt.of(5), memory.lastSeen("peer"));
        }
        assertEquals(1, warnings.size());
    }

    @Test
    void historyIsWrittenOff() throws IOException {
        try (PeerFile memory = open()) {
            for (int i = 0; i < 20_000; i++) {
                OwedCallback callback = new OwedCallback(PEER, i);
                CompletableFuture<Boolean> forced = memory.owe(List.of(callback));
                memory.settle(callback);
                if (i % 1000 == 0) {
                    assertTrue(forced.join());
                }
            }
            assertTrue(memory.owe(List.of()).join());
            long written = 20_000L * 2 * 100;
            assertTrue(Files.size(file) < written / 4, Files.size(file) + " bytes");
        }
    }

    @Test
    void peersBeyondTheBoundForgetTheOldest() {
        PeerTable table = new PeerTable();
        for (int i = 0; i <= PeerTable.MAX_PEERS; i++) {
            table.apply(new PeerLine.Seen("peer" + i, i));
        }
        assertEquals(PeerTable.MAX_PEERS, table.size());
        assertEquals(OptionalInt.empty(), table.lastSeen("peer0"));
        assertEquals(OptionalInt.of(1), table.lastSeen("peer1"));
    }

    @Test
    void aDiskThatFailsIsReportedOnceAndCaughtUpWithLater() throws IOException {
        try (PeerFile memory = open()) {
            Path away = directory.resolve("away");
            Files.move(file.getParent(), away);
            assertFalse(memory.owe(List.of(new OwedCallback(PEER, 5))).join());
            assertFalse(memory.owe(List.of(new OwedCallback(OTHER, 5))).join());
            assertEquals(2, memory.owed().size(), "remembered all the same");
            assertEquals(1, warnings.size(), warnings.toString());
            assertTrue(warnings.get(0).contains(file.toString()), warnings.get(0));
            Files.move(away, file.getParent());
            assertTrue(memory.owe(List.of()).join());
        }
        try (PeerFile memory = open()) {
            assertEquals(2, memory.owed().size());
        }
    }

    @Test
    void aFileTakenAwayIsWrittenAgain() throws IOException {
        try (PeerFile memory = open()) {
            assertTrue(memory.owe(List.of(new OwedCallback(PEER, 5))).join());
            Files.delete(file);
            assertTrue(memory.owe(List.of(new OwedCallback(OTHER, 5))).join());
        }
        try (PeerFile memory = open()) {
            assertEquals(2, memory.owed().size());
        }
    }

    @Test
    void aFileThatCannotBeReadIsReportedAndReplaced() throws IOException {
        Files.createDirectory(file);
        try (PeerFile memory = open()) {
            assertEquals(1, warnings.size());
            Files.delete(file);
            assertTrue(memory.owe(List.of(new OwedCallback(PEER, 5))).join());
        }
    }

    @Test
    void linesOfALaterVersionAreLeftOut() throws IOException {
        try (PeerFile memory = open()) {
            memory.saw("peer", 5);
        }
        Files.writeString(file, "00000000 heard 5 peer\n", StandardOpenOption.APPEND);
        try (PeerFile memory = open()) {
            assertEquals(OptionalInt.of(5), memory.lastSeen("peer"));
        }
    }

    @Test
    void afterTheEndNothingIsPromised() throws IOException {
        PeerFile memory = open();
        memory.close();
        assertFalse(memory.owe(List.of(new OwedCallback(PEER, 5))).join());
        memory.saw("peer", 5);
        memory.close();
    }
}
