package org.relock.tests.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.tests.lab.LockdWords.answered;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/**
 * Kernels mount a directory that {@code relock up} serves on alpha, work in it and lock in it,
 * while programs are killed and hosts lose their power. Each test finds all three hosts up, both
 * clients mounted and no lock held.
 */
@Tag("lab")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServedFilesTest {

    private static final Duration SOON = Guest.COMMAND;

    /** Counters in a file: all within one page of a client's memory, so their locks matter. */
    private static final int COUNTERS = 8;

    /** The mount on a client; root is nobody to the server, so people of its own use it. */
    private static final String AS_SOMEBODY =
            """
            cd /mnt/alpha
            somebody() { setpriv --reuid=1000 --regid=1000 --clear-groups "$@"; }
            """;

    private Lab lab;
    private RelockHost alpha;
    private NfsHost beta;
    private NfsHost gamma;

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        Lab.needs();
        RelockHost.needs();
        Needs.program("gcc");
        Needs.program("git");
        lab = Lab.open(folder);
        lab.boot(LabHost.values());
        alpha = RelockHost.open(lab);
        beta = NfsHost.client(lab, LabHost.BETA, Programs.NFS_UTILS);
        gamma = NfsHost.client(lab, LabHost.GAMMA, Programs.NFS_UTILS);
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void beginLog() throws Exception {
        alpha.beginLog();
    }

    @AfterEach
    void releaseAll() throws Exception {
        beta.releaseLocks();
        gamma.releaseLocks();
    }

    @Test
    void aTreeIsCopiedBuiltClonedComparedAndRemoved() throws Exception {
        beta.guest()
                .run(
                        AS_SOMEBODY
                                + """
                                set -e
                                somebody mkdir tree
                                somebody cp -a $PROJECT/packaging $PROJECT/man tree/
                                cd tree
                                somebody git init -q
                                somebody git add .
                                somebody git -c user.name=beta -c user.email=beta commit -q -m all
                                """);
        gamma.guest()
                .run(
                        AS_SOMEBODY
                                + """
                                set -e
                                for part in packaging man; do
                                    diff -r $PROJECT/$part tree/$part
                                    for place in $PROJECT tree; do
                                        find $place/$part -type f -printf '%P %m %s %T@\\n' |
                                            sort > /tmp/list.${place##*/}
                                    done
                                    diff /tmp/list.${PROJECT##*/} /tmp/list.tree
                                done
                                somebody git clone -q tree clone 2>&1
                                diff -r --exclude=.git tree clone
                                cd clone
                                somebody git fsck --full --strict
                                [ -z "$(somebody git status --porcelain)" ]
                                cd packaging/launcher
                                java=$JAVA/include
                                somebody gcc -c -I$java -I$java/linux home.c process.c
                                somebody ld -r -o both.o home.o process.o
                                nm both.o | grep -q ' T '
                                """
                                        .replace("$JAVA", System.getProperty("java.home")));
        beta.guest()
                .run(
                        AS_SOMEBODY
                                + """
                                set -e
                                nm clone/packaging/launcher/both.o > /dev/null
                                somebody rm -r tree clone
                                """);
        assertEquals(
                "",
                alpha.guest().run("cd /srv/export && ls -d tree clone 2> /dev/null; true"),
                "all is gone");
    }

    /** NLM check 59: who may read a file may lock it, and its owner always. */
    @Test
    void whoMayNotReadAFileMayNotLockIt() throws Exception {
        assertEquals(
                """
                666 owner granted
                666 stranger granted
                644 owner granted
                644 stranger granted
                600 owner granted
                600 stranger ENOLCK
                000 owner granted
                000 stranger ENOLCK\
                """,
                beta.guest().run("$PROJECT/tests/lab/lock-as /mnt/alpha/modes"));
    }

    /** NLM check 41, with kernels for clients. */
    @Test
    void whoWaitsIsServedInTurn() throws Exception {
        Task holder = beta.lock("turns", 0, 9, "wait");
        var unused = holder.await("granted", SOON);
        Task first = gamma.lock("turns", 0, 10, "wait");
        alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "BLOCKED"), 1);
        Task second = gamma.lock("turns", 0, 11, "wait");
        alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "BLOCKED"), 2);

        beta.releaseLocks();
        unused = first.await("granted", SOON);
        assertEquals("asking", second.output());
        // Only now, for a kernel does not ask for what its own program holds.
        Task third = beta.lock("turns", 0, 12, "wait");
        alpha.lockd().awaitInLog(answered(LabHost.BETA, "BLOCKED"), 1);
        gamma.releaseLock("turns", 0, 10);
        unused = second.await("granted", SOON);
        assertEquals("asking", third.output());
        gamma.releaseLock("turns", 0, 11);
        unused = third.await("granted", SOON);
        assertEquals(List.of("beta 0+12"), alpha.lockd().locks().holders());
    }

    @Test
    void noTwoHoldTheSameBytes() throws Exception {
        makeCounters("counters");
        assertEveryCount("counters", contend("counters", 40));
    }

    /** NLM check 67: of those who hold, wait and ask meanwhile, nobody notices. */
    @Test
    void aServerThatIsKilledForgetsNeitherHoldersNorWaiters() throws Exception {
        makeCounters("killed");
        Task holder = beta.lock("killed", 1000, 10, "wait");
        var unused = holder.await("granted", SOON);
        Task waiter = gamma.lock("killed", 1000, 20, "wait");
        alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "BLOCKED"), 1);
        List<Task> counting = contend("killed", 40);
        alpha.lockd().awaitInLog("NLM_LOCK .*: GRANTED$", 20);

        alpha.kill();
        alpha.startAgain();
        Task rival = gamma.lock("killed", 1005, 1, "try");
        unused = rival.await("denied", SOON);
        assertEveryCount("killed", counting);
        LockList list = alpha.lockd().locks();
        assertEquals(List.of("beta 1000+10"), list.holders());
        assertEquals(List.of("gamma 1000+20 waiting behind beta"), list.waiters());
        beta.releaseLocks();
        unused = waiter.await("granted", SOON);
        assertEquals(List.of(), alpha.lockd().log("DENIED_GRACE_PERIOD"), "no grace, no reclaims");
    }

    @Test
    void aClientThatLosesItsPowerLosesItsLocksAndNoForcedByte() throws Exception {
        Task holder = beta.lock("cut", 0, 10, "wait");
        var unused = holder.await("granted", SOON);
        beta.guest().run("cd /mnt/alpha && echo forced > forced && sync forced");
        Task waiter = gamma.lock("cut", 0, 10, "wait");
        alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "BLOCKED"), 1);

        beta.guest().cutPower();
        lab.boot(LabHost.BETA);
        Task back = beta.startClient(false);
        long free = waiter.await("granted", SOON);
        Figures figures =
                new Figures(
                        "a client of relock up lost power; from the start of its daemons",
                        "lock free");
        figures.note("nfs-utils on the client", free - back.begun());
        figures.print();
        assertEquals(List.of("gamma 0+10"), alpha.lockd().locks().holders());
        assertEquals("forced", gamma.guest().run("cat /mnt/alpha/forced"));
        beta.mount();
    }

    /** NLM check 47, and what RFC 1813 asks of what was answered. */
    @Test
    void aServerThatLosesItsPowerKeepsWhatItAnsweredAndItsLocks() throws Exception {
        beta.guest().run("mkdir /mnt/alpha/writing");
        Task writer = beta.guest().start("exec $PROJECT/tests/lab/keep-writing /mnt/alpha/writing");
        Task holder = beta.lock("kept", 0, 10, "wait");
        var unused = holder.await("granted", SOON);
        Task neighbour = gamma.lock("kept", 20, 5, "wait");
        unused = neighbour.await("granted", SOON);
        Task waiter = gamma.lock("kept", 0, 10, "wait");
        alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "BLOCKED"), 1);
        unused = writer.await("forced file-20", SOON);
        LockList before = alpha.lockd().locks();
        int state = alpha.stateNumber();

        alpha.guest().cutPower();
        int written = writer.output().split("\n", -1).length;
        lab.boot(LabHost.ALPHA);
        Task back = alpha.start();
        long reclaimed = alpha.lockd().awaitInLog(answered(LabHost.BETA, "GRANTED"));
        unused = alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "GRANTED"));
        Figures figures =
                new Figures("the host of relock up lost power; from its start", "lock reclaimed");
        figures.note("nfs-utils on the clients", reclaimed - back.begun());
        figures.print();
        Task rival = beta.lock("kept", 20, 1, "try");
        alpha.lockd().awaitInLog(answered(LabHost.BETA, "DENIED_GRACE_PERIOD"), 1);
        LockList inGrace = alpha.lockd().locks();
        assertEquals(List.of("beta 0+10", "gamma 20+5"), inGrace.holders());
        assertEquals(before.files(), inGrace.files(), "their handles are what they were");
        assertTrue(alpha.lockd().lockctl("grace end").contains("{"), "lockctl answers");
        unused = rival.await("denied", SOON);
        assertEquals("asking", waiter.output());
        beta.releaseLocks();
        unused = waiter.await("granted", SOON);

        unused = writer.await("forced file-" + (2 * written + 20), SOON);
        beta.guest().run("pkill -TERM -f keep-writing; true");
        assertEquals(0, writer.awaitStatus(SOON), writer::output);
        List<String> digests =
                writer.output().lines().filter(line -> line.startsWith("digest ")).toList();
        String sums = "cd %s/writing && sha256sum * | sed 's/^/digest /; s/  / /'";
        assertEquals(digests, alpha.guest().run(sums.formatted("/srv/export")).lines().toList());
        assertEquals(digests, gamma.guest().run(sums.formatted("/mnt/alpha")).lines().toList());
        beta.guest().run("rm -r /mnt/alpha/writing");
        alpha.awaitAllTold();
        assertEquals(state + 2, alpha.stateNumber(), "it has been down and up once");
    }

    /** Makes a file of counters that are all zero. */
    private void makeCounters(String file) throws Exception {
        beta.guest().run("head -c %d /dev/zero > /mnt/alpha/%s".formatted(8 * COUNTERS, file));
    }

    /** Has two programs on each client count in a file, with locks that cross each other. */
    private List<Task> contend(String file, int rounds) throws IOException {
        List<Task> tasks = new ArrayList<>();
        for (int seed = 1; seed <= 4; seed++) {
            NfsHost client = seed % 2 == 0 ? beta : gamma;
            tasks.add(
                    client.guest()
                            .start(
                                    "exec $PROJECT/tests/lab/contend /mnt/alpha/%s %d %d %d"
                                            .formatted(file, COUNTERS, rounds, seed)));
        }
        return tasks;
    }

    /** Waits for the end of all that count, and sees that none of their additions is lost. */
    private void assertEveryCount(String file, List<Task> counting) throws Exception {
        int[] sums = new int[COUNTERS];
        for (Task task : counting) {
            assertEquals(0, task.awaitStatus(SOON), task::output);
            String[] added = task.output().split(" ", -1);
            for (int i = 0; i < COUNTERS; i++) {
                sums[i] += Integer.parseInt(added[i + 1]);
            }
        }
        String found =
                alpha.guest().run("od -An -v -td8 -w8 /srv/export/%s | tr -d ' '".formatted(file));
        assertEquals(Arrays.toString(sums), "[" + String.join(", ", found.lines().toList()) + "]");
    }
}
