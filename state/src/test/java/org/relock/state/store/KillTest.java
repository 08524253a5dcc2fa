package org.relock.state.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Check 43: what was acknowledged survives kill -9 at any moment. A process that puts, removes,
 * retires and counts in one directory is killed again and again; {@code -Drelock.kills=300} does it
 * more often, {@code -Drelock.seed=} repeats a run's choices (not its moments).
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("relock.kills", 10);
    private static final long SEED = Long.getLong("relock.seed", System.nanoTime());

    /** After so many lines at most the process is killed. */
    private static final int MAX_LINES = 400;

    @TempDir private Path directory;

    private final Set<String> recorded = new HashSet<>();
    private final Set<String> owed = new HashSet<>();
    private int state = Integer.MIN_VALUE;

    @Test
    void noAcknowledgedRecordIsLostHoweverTheProcessDies() throws Exception {
        Files.createDirectory(directory.resolve("sm"));
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            String where = "seed " + SEED + ", kill " + kill;
            runAndKill(random.nextLong(), 1 + random.nextInt(MAX_LINES));
            check(where);
        }
    }

    private void runAndKill(long seed, int lines) throws IOException, InterruptedException {
        Process victim =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KillVictim.class.getName(),
                                directory.toString(),
                                Long.toString(seed))
                        .redirectError(directory.resolve("errors").toFile())
                        .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), UTF_8))) {
            int read = 0;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                believe(line);
                if (++read == lines) {
                    victim.toHandle()
                            .destroyForcibly(); // What it said until then is read to the end.
                }
            }
        }
        victim.waitFor();
        assertEquals("", Files.readString(directory.resolve("errors")));
    }

    private void believe(String line) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "put" -> recorded.add(words[1]);
            case "remove" -> recorded.remove(words[1]);
            case "owed" -> owed.add(words[1]);
            // Several threads count, and may speak in another order.
            case "state" -> state = Math.max(state, Integer.parseInt(words[1]));
            default -> throw new IllegalStateException(line);
        }
    }

    private void check(String where) throws IOException {
        NsmStore store = NsmDirectory.open(directory);
        Set<String> found = new HashSet<>();
        for (StoreListing listing : List.of(store.monitored(), store.retired())) {
            for (MonitorRecord record : listing.records()) {
                found.add(record.monName() + " " + record.myId().myName());
            }
            // A file that was created but not yet written is all that may be wrong.
            for (String problem : listing.problems()) {
                assertTrue(problem.endsWith("is empty"), where + ": " + problem);
            }
        }
        Set<String> lost = new HashSet<>(recorded);
        lost.removeAll(found);
        assertEquals(Set.of(), lost, where);
        assertTrue(store.state() >= state, where);
        assertEquals(1, store.state() & 1, where);

        List<String> warnings = new ArrayList<>();
        try (PeerFile peers = PeerFile.open(directory, warnings::add)) {
            Set<String> remembered = new HashSet<>();
            for (OwedCallback callback : peers.owed()) {
                remembered.add(
                        callback.record().monName() + " " + callback.record().myId().myName());
            }
            Set<String> forgotten = new HashSet<>(owed);
            forgotten.removeAll(remembered);
            assertEquals(Set.of(), forgotten, where);
        }
    }
}
