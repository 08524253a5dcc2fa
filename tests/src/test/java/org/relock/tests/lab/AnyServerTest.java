package org.relock.tests.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.tests.lab.LockdWords.answered;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Locks for an NFS server that has none: kernels mount what NFS-Ganesha exports without NLM, and
 * lock it through our rpc.lockd beside it. Each test finds all three hosts up and no lock held; to
 * boot them for each would take too long.
 */
@Tag("lab")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnyServerTest {

    /** Far beyond what anything here takes, a whole grace period included. */
    private static final Duration SOON = Guest.COMMAND;

    private Lab lab;
    private GaneshaHost alpha;
    private NfsHost beta;
    private NfsHost gamma;

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        Lab.needs();
        GaneshaHost.needs();
        lab = Lab.open(folder);
        lab.boot(LabHost.values());
        alpha = GaneshaHost.open(lab, Programs.RELOCK);
        beta = NfsHost.client(lab, LabHost.BETA, Programs.NFS_UTILS);
        gamma = NfsHost.client(lab, LabHost.GAMMA, Programs.NFS_UTILS);
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void releaseAll() throws Exception {
        beta.releaseLocks();
        gamma.releaseLocks();
    }

    @Test
    void aLockThatIsReleasedGoesToTheOneWhoWaits() throws Exception {
        Task holder = beta.lock("file", 0, 10, "wait");
        var unused = holder.await("granted", SOON);
        Task neighbour = gamma.lock("file", 10, 10, "try");
        unused = neighbour.await("granted", SOON);
        Task tooLate = gamma.lock("file", 9, 1, "try");
        unused = tooLate.await("denied", SOON);
        Task waiter = gamma.lock("file", 0, 1, "wait");
        unused = alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "BLOCKED"));
        LockList list = alpha.lockd().locks();
        assertEquals(List.of("beta 0+10", "gamma 10+10"), list.holders());
        assertEquals(List.of("gamma 0+1 waiting behind beta"), list.waiters());

        int before = alpha.lockd().log(answered(LabHost.GAMMA, "GRANTED")).size();
        beta.releaseLocks();
        long granted = waiter.await("granted", SOON);
        assertEquals(
                before,
                alpha.lockd().log(answered(LabHost.GAMMA, "GRANTED")).size(),
                "gamma was called, it did not ask again");
        String clients = alpha.lockd().lockctl("clients");
        assertEquals(3, clients.split("\"watched\":\"yes\"", -1).length, "statd watches both");
        Figures figures = new Figures("a lock beside Ganesha is released; from then on", "granted");
        figures.note("to the one who waits", granted - holder.await("released", SOON));
        figures.print();
    }

    /** NLM check 67, with kernels for clients. */
    @Test
    void aLockManagerThatIsKilledForgetsNothingAndAsksForNoGrace() throws Exception {
        Task holder = beta.lock("killed", 0, 10, "wait");
        var unused = holder.await("granted", SOON);
        Task waiter = gamma.lock("killed", 0, 10, "wait");
        unused = alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "BLOCKED"));
        LockList before = alpha.lockd().locks();

        alpha.killAndRestartLockd("mapped");
        assertEquals(before, alpha.lockd().locks());
        Task rival = gamma.lock("killed", 5, 1, "try");
        unused = rival.await("denied", SOON);
        Task neighbour = gamma.lock("killed", 10, 1, "try");
        unused = neighbour.await("granted", SOON);
        beta.releaseLocks();
        unused = waiter.await("granted", SOON);
        assertEquals(
                List.of(), alpha.lockd().log("DENIED_GRACE_PERIOD"), "nobody was told to reclaim");
        assertEquals(
                1,
                alpha.lockd().log(answered(LabHost.GAMMA, "GRANTED")).size(),
                "for the neighbour; the waiter was called");
    }

    /** The monitor is ours, then that of nfs-utils. */
    @ParameterizedTest
    @EnumSource
    void aClientThatLostItsPowerLosesItsLock(Programs monitor) throws Exception {
        alpha.handOver(monitor);
        String file = "cut-" + monitor;
        Task holder = beta.lock(file, 0, 10, "wait");
        var unused = holder.await("granted", SOON);
        Task waiter = gamma.lock(file, 0, 10, "wait");
        unused = alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "BLOCKED"));

        beta.guest().cutPower();
        lab.boot(LabHost.BETA);
        Task back = beta.startClient(false);
        long free = waiter.await("granted", SOON);
        Figures figures =
                new Figures(
                        "a client of Ganesha lost power; from the start of its daemons",
                        "lock free");
        figures.note("monitor: " + monitor.label(), free - back.begun());
        figures.print();
        assertEquals(List.of("gamma 0+10"), alpha.lockd().locks().holders());
        beta.mount();
    }

    /** NLM check 47. A forced journal knows for certain who held what, so grace ends by itself. */
    @Test
    void aServerThatLostItsPowerServesAgainWhenAllIsReclaimed() throws Exception {
        alpha.handOver(Programs.RELOCK);
        alpha.killAndRestartLockd("forced");
        alpha.makeFile("forced");
        Task holder = beta.lock("forced", 0, 10, "wait");
        var unused = holder.await("granted", SOON);

        cutPowerOfServer("forced journal, monitor Relock");
        Task rival = gamma.lock("forced", 0, 10, "try");
        Task other = gamma.lock("other", 0, 10, "wait");
        unused = rival.await("denied", SOON);
        unused = other.await("granted", SOON);
        assertFalse(alpha.lockd().log("Grace of").isEmpty(), "there was a time for reclaims");
    }

    /** NLM checks 47 and 48. The journal as it comes may have lost something, so grace goes on. */
    @Test
    void aServerThatLostItsPowerTakesReclaimsUntilGraceIsEnded() throws Exception {
        alpha.handOver(Programs.NFS_UTILS);
        alpha.killAndRestartLockd("mapped");
        alpha.makeFile("mapped");
        Task holder = beta.lock("mapped", 0, 10, "wait");
        var unused = holder.await("granted", SOON);
        List<String> before = alpha.lockd().locks().files();

        cutPowerOfServer("usual journal, monitor nfs-utils");
        Task rival = gamma.lock("mapped", 0, 10, "try");
        unused = alpha.lockd().awaitInLog(answered(LabHost.GAMMA, "DENIED_GRACE_PERIOD"));
        LockList after = alpha.lockd().locks();
        assertEquals(List.of("beta 0+10"), after.holders());
        assertEquals(before, after.files(), "the handle is what it was before");
        assertTrue(alpha.lockd().lockctl("grace end").contains("{"), "lockctl answers");
        unused = rival.await("denied", SOON);
        Task other = gamma.lock("other", 0, 10, "wait");
        unused = other.await("granted", SOON);
    }

    /** Cuts alpha's power and boots it, until beta's lock is there again. */
    private void cutPowerOfServer(String how) throws Exception {
        int state = alpha.stateNumber();
        alpha.guest().cutPower();
        lab.boot(LabHost.ALPHA);
        Task back = alpha.start();
        long reclaimed = alpha.lockd().awaitInLog(answered(LabHost.BETA, "GRANTED"));
        Figures figures =
                new Figures("Ganesha's host lost power; from Ganesha's start", "lock reclaimed");
        figures.note(how, reclaimed - back.begun());
        figures.print();
        alpha.awaitAllTold();
        assertEquals(state + 2, alpha.stateNumber(), "it has been down and up once");
    }
}
