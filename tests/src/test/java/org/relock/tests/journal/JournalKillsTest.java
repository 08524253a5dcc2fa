package org.relock.tests.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.journal.Recovered;
import org.relock.lockd.locks.RecordedState;

/** NLM check 67: no lock that was acknowledged is lost, and none that was released comes back. */
class JournalKillsTest {

    private static final int FEW = 25;
    private static final int THREADS = 2;

    /** Bytes heard from a process before it is killed, at most. */
    private static final int MOST = 40_000;

    /** A process that is killed before it has said anything lives so long at most. */
    private static final int YOUNG_MILLIS = 300;

    @TempDir private Path directory;

    /** {@code -Drelock.kills=N} sets how often. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS) // it is bounded by the number of kills
    void killedAnywhereItComesBackWithWhatWasAcknowledged() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int kills = Integer.getInteger("relock.kills", FEW);
        System.out.println("journal: " + kills + " kills, seed " + seed);
        long acknowledged = 0;
        RecordedState table = RecordedState.EMPTY;
        for (int kill = 0; kill < kills; kill++) {
            long script = random.nextLong();
            List<Expected> expected = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                expected.add(new Expected(thread, script, table));
            }
            acknowledged += runAndKill(random, script, expected);
            table = recovered(kill == 0);
            for (int thread = 0; thread < THREADS; thread++) {
                String found = new Heard(table, LockScript.file(thread)).picture();
                List<String> allowed = expected.get(thread).allowed();
                String hint = "seed " + seed + ", kill " + kill + ", thread " + thread;
                assertTrue(
                        allowed.contains(found),
                        () -> hint + ": found\n" + found + "and not one of\n" + allowed);
            }
        }
        System.out.println("journal: all kept, after " + acknowledged + " acknowledged steps");
        assertTrue(acknowledged > 0);
    }

    private RecordedState recovered(boolean first) throws IOException {
        Journal.Opened opened = Journal.open(directory, "boot", KilledLocker.OPTIONS).orElseThrow();
        opened.journal().close();
        Recovered recovered = opened.recovered();
        assertEquals(List.of(), recovered.reports());
        assertTrue(first || recovered.kind() == Recovered.Kind.SAME_BOOT);
        return recovered.table();
    }

    /** Returns how many steps were acknowledged. */
    private long runAndKill(Random random, long script, List<Expected> expected)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledLocker.class.getName(),
                                directory.toString(),
                                "boot",
                                Long.toString(script),
                                Integer.toString(THREADS))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long acknowledged = 0;
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            if (random.nextInt(5) == 0) {
                process.waitFor(random.nextInt(YOUNG_MILLIS), TimeUnit.MILLISECONDS);
                kill(process);
            }
            int left = 1 + random.nextInt(MOST);
            int heard;
            while ((heard = in.read()) >= 0) {
                boolean done = heard >= KilledLocker.DONE;
                expected.get(done ? heard - KilledLocker.DONE : heard).heard(done);
                acknowledged += done ? 1 : 0;
                left--;
                if (left == 0) {
                    kill(process);
                }
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        return acknowledged;
    }

    /** Kills with SIGKILL; what it has said before can still be read, as it is not by Process. */
    private static void kill(Process process) {
        process.toHandle().destroyForcibly();
    }
}
