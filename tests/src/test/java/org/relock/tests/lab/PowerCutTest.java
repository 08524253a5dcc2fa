package org.relock.tests.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.tests.lab.Programs.NFS_UTILS;
import static org.relock.tests.lab.Programs.RELOCK;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What all of this is for: hosts lose their power, come back, and the locks are as they ought to
 * be. Alpha serves, beta holds a lock, gamma wants it. Programs are changed on running hosts and
 * between two boots, so each finds the state directory as the other left it.
 */
@Tag("lab")
@Timeout(540)
final class PowerCutTest {

    /** Far beyond what anything here takes, a whole grace period included. */
    private static final Duration SOON = Guest.COMMAND;

    @TempDir private Path folder;

    private Lab lab;
    private NfsHost alpha;
    private NfsHost beta;
    private NfsHost gamma;

    @BeforeEach
    void begin() throws Exception {
        Lab.needs();
        Programs.needOurs();
        lab = Lab.open(folder);
        lab.boot(LabHost.values());
        alpha = NfsHost.server(lab, NFS_UTILS);
        beta = NfsHost.client(lab, LabHost.BETA, NFS_UTILS);
        gamma = NfsHost.client(lab, LabHost.GAMMA, NFS_UTILS);
    }

    @AfterEach
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    /** Each round finds the state directories as the programs of the round before left them. */
    @Test
    void aClientThatLostItsPowerLosesItsLock() throws Exception {
        Figures figures =
                new Figures(
                        "power of a client cut; from the start of its daemons",
                        "serving",
                        "lock free");
        for (Round round :
                List.of(
                        new Round(NFS_UTILS, NFS_UTILS, false),
                        new Round(RELOCK, RELOCK, false),
                        new Round(NFS_UTILS, RELOCK, false),
                        new Round(RELOCK, NFS_UTILS, false),
                        new Round(NFS_UTILS, NFS_UTILS, true),
                        new Round(RELOCK, RELOCK, true))) {
            cutPowerOfClient(round, figures);
        }
        figures.print();
    }

    @Test
    void aServerThatLostItsPowerGetsItsLocksBack() throws Exception {
        Figures figures =
                new Figures(
                        "power of the server cut; from the start of its nfsd",
                        "all told",
                        "lock reclaimed",
                        "others served");
        for (Round round :
                List.of(
                        new Round(NFS_UTILS, NFS_UTILS, false),
                        new Round(RELOCK, RELOCK, false),
                        new Round(NFS_UTILS, RELOCK, false),
                        new Round(RELOCK, NFS_UTILS, false))) {
            cutPowerOfServer(round, figures);
        }
        figures.print();
    }

    /**
     * Whose programs run where.
     *
     * @param alone whether statd runs sm-notify on the host that lost its power
     */
    private record Round(Programs server, Programs clients, boolean alone) {
        String label() {
            return "server "
                    + server.label()
                    + ", clients "
                    + clients.label()
                    + (alone ? ", notice by statd" : "");
        }
    }

    /** Beta holds a lock and gamma waits for it; beta's power is cut and it boots again. */
    private void cutPowerOfClient(Round round, Figures figures) throws Exception {
        handOver(round);
        Task holder = beta.lock("file", 0, 10, "wait");
        var unused = holder.await("granted", SOON);
        Task waiter = gamma.lock("file", 0, 10, "wait");
        alpha.awaitWaiter();
        assertTrue(alpha.monitors(LabHost.BETA), "the server's statd watches the holder");
        assertTrue(beta.monitors(LabHost.ALPHA), "the client's statd watches the server");
        int state = beta.stateNumber();

        beta.guest().cutPower();
        lab.boot(LabHost.BETA);
        Task back = beta.startClient(round.alone());
        long free = waiter.await("granted", SOON);
        long start = back.begun();
        figures.note(round.label(), back.await("serving", SOON) - start, free - start);

        beta.awaitAllTold();
        assertEquals(state + 2, beta.stateNumber(), "it has been down and up once");
        gamma.releaseLocks();
        waiter.awaitStatus(SOON);
        beta.mount();
    }

    /** Beta holds a lock; alpha's power is cut and it boots again; gamma must not get the lock. */
    private void cutPowerOfServer(Round round, Figures figures) throws Exception {
        handOver(round);
        Task holder = beta.lock("file", 0, 10, "wait");
        var unused = holder.await("granted", SOON);
        int state = alpha.stateNumber();

        alpha.guest().cutPower();
        lab.boot(LabHost.ALPHA);
        Task back = alpha.startServer();
        long reclaimed = alpha.awaitLock();
        Task rival = gamma.lock("file", 0, 10, "try");
        Task other = gamma.lock("other", 0, 10, "wait");
        unused = rival.await("denied", SOON);
        long nfsd = back.begun();
        figures.note(
                round.label(),
                back.await("told", SOON) - nfsd,
                reclaimed - nfsd,
                other.await("granted", SOON) - nfsd);

        alpha.awaitAllTold();
        assertEquals(state + 2, alpha.stateNumber(), "it has been down and up once");
        beta.releaseLocks();
        gamma.releaseLocks();
        holder.awaitStatus(SOON);
        other.awaitStatus(SOON);
    }

    private void handOver(Round round) throws Exception {
        alpha.handOver(round.server());
        beta.handOver(round.clients());
        gamma.handOver(round.clients());
    }
}
