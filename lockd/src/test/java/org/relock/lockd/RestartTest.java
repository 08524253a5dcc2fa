package org.relock.lockd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nlm.NlmStat.BLOCKED;
import static org.relock.lockd.nlm.NlmStat.DENIED;
import static org.relock.lockd.nlm.NlmStat.DENIED_GRACE_PERIOD;
import static org.relock.lockd.nlm.NlmStat.GRANTED;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.nlm.NlmStat;

/** What one life of the daemon leaves to the next, and what clients have to reclaim. */
class RestartTest {

    private static final String FILE = "0101";
    private static final Duration GRACE = Duration.ofSeconds(90);

    @TempDir Path root;
    private LockdUnderTest lockd;

    @BeforeEach
    void makeTheDirectories() throws IOException {
        Files.createDirectories(root.resolve("var/lib/nfs/sm"));
        lockd = new LockdUnderTest(root);
    }

    @AfterEach
    void close() {
        lockd.close();
    }

    private NlmStat reclaim(String client, String file) throws Exception {
        return lockd.lock(client, file, false, true);
    }

    private NlmStat lock(String client, String file) throws Exception {
        return lockd.lock(client, file, false, false);
    }

    /** NLM check 67. */
    @Test
    void aRestartOfTheDaemonAloneDisturbsNobody() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        assertEquals(BLOCKED, lockd.lock("b", FILE, true, false));
        lockd.kill();
        lockd.start("boot-1");
        assertEquals(DENIED, lock("c", FILE));
        assertEquals(GRANTED, lock("c", "0202"));
        assertEquals(GRANTED, lockd.unlock("a", FILE));
        assertEquals(DENIED, lock("c", FILE), "kept for who waited through the restart");
        assertEquals(GRANTED, lockd.lock("b", FILE, true, false));
        assertEquals(List.of("192.0.2.97", "192.0.2.98", "192.0.2.99"), lockd.monitored);
    }

    /** NLM checks 47 and 49. */
    @Test
    void afterARebootWhatWasHeldIsReclaimedAndNothingElseGranted() throws Exception {
        lockd.start("boot-1", "--journal=forced");
        assertEquals(GRANTED, lock("a", FILE));
        lockd.kill();
        lockd.start("boot-2", "--journal=forced");
        assertEquals(DENIED_GRACE_PERIOD, lock("b", "0202"));
        assertEquals(DENIED, reclaim("b", FILE), "another's");
        assertEquals(DENIED, reclaim("a", "0202"), "not held before");
        assertEquals(GRANTED, reclaim("a", FILE));
        lockd.pass(Duration.ofSeconds(2));
        assertEquals(GRANTED, lock("b", "0202"), "over, as all have reclaimed");
        assertEquals(DENIED_GRACE_PERIOD, reclaim("a", "0404"), "too late");
    }

    /** NLM check 47: what was held may be more or less than what was on the disk. */
    @Test
    void whereTheRecordMayLackItsEndGraceLastsAndEveryKnownClientIsBelieved() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        lockd.kill();
        lockd.start("boot-2");
        assertEquals(GRANTED, reclaim("a", FILE));
        assertEquals(GRANTED, reclaim("a", "0202"));
        assertEquals(DENIED, reclaim("b", "0303"), "nobody we know");
        lockd.pass(Duration.ofSeconds(80));
        assertEquals(DENIED_GRACE_PERIOD, lock("b", "0303"));
    }

    /** NLM check 47. */
    @Test
    void aGraceThatNobodyEndsIsNoLongerThanConfigured() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        lockd.kill();
        lockd.start("boot-2", "--grace=40");
        lockd.pass(Duration.ofSeconds(39));
        assertEquals(DENIED_GRACE_PERIOD, lock("b", FILE));
        lockd.pass(Duration.ofSeconds(2));
        assertEquals(GRANTED, lock("b", FILE));
    }

    /** A grace that a restart of the daemon cuts short goes on, and ends for good. */
    @Test
    void aRestartWithinTheGraceDoesNotEndIt() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        lockd.kill();
        lockd.start("boot-2");
        lockd.kill();
        lockd.start("boot-2");
        assertEquals(DENIED_GRACE_PERIOD, lock("b", FILE));
        assertEquals(GRANTED, reclaim("a", FILE));
        lockd.pass(GRACE.plusSeconds(2));
        lockd.kill();
        lockd.start("boot-2");
        assertEquals(GRANTED, lock("b", "0202"));
    }

    /** NLM check 47. */
    @Test
    void aKillWithinTheGraceDoesNotMakeItLonger() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        lockd.kill();
        lockd.start("boot-2");
        lockd.pass(Duration.ofSeconds(60));
        lockd.kill();
        lockd.start("boot-2");
        lockd.pass(Duration.ofSeconds(28));
        assertEquals(DENIED_GRACE_PERIOD, lock("b", FILE));
        lockd.pass(Duration.ofSeconds(3));
        assertEquals(GRANTED, lock("b", FILE));
    }

    /** NLM check 47. */
    @Test
    void aKillWithinAGraceForEverybodyNeitherEndsItNorMakesItLonger() throws Exception {
        lockd.anyoneMonitored = true;
        lockd.start("boot-1");
        lockd.pass(Duration.ofSeconds(60));
        lockd.kill();
        lockd.start("boot-1");
        assertEquals(GRANTED, reclaim("a", FILE));
        lockd.pass(Duration.ofSeconds(28));
        assertEquals(DENIED_GRACE_PERIOD, lock("b", "0202"));
        lockd.pass(Duration.ofSeconds(3));
        assertEquals(GRANTED, lock("b", "0202"));
    }

    /**
     * NLM check 47: a client that was cut off during a whole grace has lost what it held, and after
     * one more reboot others, who got it since, are believed, and it is not.
     */
    @Test
    void whoReclaimedNothingInOneGraceIsNotBelievedInTheNext() throws Exception {
        for (boolean restarted : List.of(false, true)) {
            String boots = restarted ? "restarted " : "left alone ";
            lockd.start(boots + 1);
            lockd.pass(GRACE.plusSeconds(2));
            assertEquals(GRANTED, lock("a", FILE));
            assertEquals(GRANTED, lock("a", "0303"));
            assertEquals(GRANTED, lock("b", "0202"));
            lockd.kill();
            lockd.monitored.clear();
            lockd.start(boots + 2);
            assertEquals(DENIED_GRACE_PERIOD, lock("a", "0404"));
            assertEquals(List.of(), lockd.monitored, "what gets nothing is not remembered for it");
            assertEquals(GRANTED, reclaim("b", "0202"));
            if (restarted) {
                lockd.kill();
                lockd.start(boots + 2);
            }
            lockd.pass(GRACE.plusSeconds(1));
            assertEquals(GRANTED, lock("b", FILE));
            lockd.kill();
            lockd.start(boots + 3);
            assertEquals(DENIED, reclaim("a", "0303"), "of the boot before the last");
            assertEquals(GRANTED, reclaim("b", FILE));
            assertEquals(GRANTED, reclaim("b", "0202"));
            lockd.kill();
        }
    }

    /** NLM checks 47 and 49: what was not forced all the time is, by the end. */
    @Test
    void afterAGoodEndAndARebootTheRecordIsTrustedAndGraceEndsEarly() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        assertEquals(GRANTED, lock("b", "0202"));
        assertEquals(GRANTED, lockd.unlock("b", "0202"));
        lockd.stop();
        lockd.start("boot-2");
        assertEquals(DENIED_GRACE_PERIOD, lock("b", "0202"));
        assertEquals(DENIED, reclaim("b", "0202"), "given up before the end");
        assertEquals(DENIED, reclaim("a", "0303"), "not held before");
        assertEquals(GRANTED, reclaim("a", FILE));
        lockd.pass(Duration.ofSeconds(2));
        assertEquals(GRANTED, lock("b", "0202"), "over, as all have reclaimed");
    }

    /** NLM check 48. */
    @Test
    void afterAGoodEndOfWhoHeldNothingThereIsNoGrace() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        assertEquals(GRANTED, lockd.unlock("a", FILE));
        lockd.stop();
        lockd.start("boot-2");
        assertEquals(GRANTED, lock("b", FILE));
    }

    /** NLM check 67. */
    @Test
    void aGoodEndAloneDisturbsNobody() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        assertEquals(BLOCKED, lockd.lock("b", FILE, true, false));
        lockd.stop();
        lockd.start("boot-1");
        assertEquals(DENIED, lock("c", FILE));
        assertEquals(GRANTED, lockd.unlock("a", FILE));
        assertEquals(GRANTED, lockd.lock("b", FILE, true, false));
    }

    /** NLM check 48: else one client that is gone for good would cost every reboot its grace. */
    @Test
    void whoReclaimsNothingIsNotAwaitedAfterTheNextReboot() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        lockd.kill();
        lockd.start("boot-2");
        lockd.pass(GRACE.plusMinutes(1));
        lockd.kill();
        lockd.start("boot-3");
        assertEquals(GRANTED, lock("b", FILE));
    }

    /** NLM check 48. */
    @Test
    void whereNobodyHeldALockThereIsNoGrace() throws Exception {
        lockd.start("boot-1");
        lockd.kill();
        lockd.start("boot-2");
        assertEquals(GRANTED, lock("a", FILE));
    }

    @Test
    void withoutAJournalWhoeverWasMonitoredMayHaveHeldAnything() throws Exception {
        lockd.anyoneMonitored = true;
        lockd.start("boot-1", "--journal=none");
        assertEquals(DENIED_GRACE_PERIOD, lock("a", FILE));
        assertEquals(GRANTED, reclaim("a", FILE));
        lockd.pass(GRACE.plusSeconds(2));
        assertEquals(GRANTED, lock("b", "0202"));
        lockd.kill();
        lockd.anyoneMonitored = false;
        lockd.start("boot-1", "--journal=none");
        assertEquals(GRANTED, lock("b", FILE));
    }

    @Test
    void noGraceMeansNone() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        lockd.kill();
        lockd.start("boot-2", "--no-grace");
        assertEquals(GRANTED, lock("b", FILE));
    }

    /** Nobody but the status monitor can tell clients that their locks were lost. */
    @Test
    void ifTheRecordIsLostTheStatusMonitorTellsTheClients() throws Exception {
        lockd.start("boot-1");
        assertEquals(GRANTED, lock("a", FILE));
        lockd.kill();
        spoilTheJournal();
        lockd.start("boot-1");
        assertTrue(lockd.crashSimulated);
        assertEquals(DENIED_GRACE_PERIOD, lock("b", "0202"));
        assertEquals(GRANTED, reclaim("a", FILE));
    }

    private void spoilTheJournal() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith("client")) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(Math.min(channel.size(), 7));
                    }
                }
            }
        }
    }

    /** NLM check 10. */
    @Test
    void onWishOnlyPrivilegedPortsMayLock() throws Exception {
        lockd.start("boot-1", "--privileged-ports-only");
        lockd.port = 40_000;
        assertEquals(NlmStat.FAILED, lock("a", FILE));
        lockd.port = 700;
        assertEquals(GRANTED, lock("a", FILE));
    }

    @Test
    void calloutsHearOfEachClientAndServerOnce() throws Exception {
        lockd.start("boot-1");
        lockd.calling = new CompletableFuture<>();
        CompletableFuture<NlmStat> first = lockd.send("a", FILE, false, false);
        assertFalse(first.isDone(), "waits for its callout");
        lockd.calling.complete(null);
        assertEquals(GRANTED, first.get());
        assertEquals(GRANTED, lock("a", "0202"));
        assertEquals(List.of("add a 10.0.0.1"), lockd.called);
        assertEquals(GRANTED, lockd.unlock("a", FILE));
        assertEquals(GRANTED, lockd.unlock("a", "0202"));
        lockd.pass(Duration.ofMinutes(7));
        assertEquals(List.of("add a 10.0.0.1", "del a 10.0.0.1"), lockd.called);
    }
}
