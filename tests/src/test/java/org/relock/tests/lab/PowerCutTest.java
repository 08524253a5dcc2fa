package org.relock.tests.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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

    @TempDir private Path folder;

    private Lab lab;
    private NfsHost alpha;
    private NfsHost beta;
    private NfsHost gamma;

    @BeforeEach
    void begin() throws Exception {
        Lab.needs();
        lab = Lab.open(folder);
        lab.boot(LabHost.values());
        alpha = NfsHost.server(lab, Programs.NFS_UTILS);
        beta = NfsHost.client(lab, LabHost.BETA, Programs.NFS_UTILS);
        gamma = NfsHost.client(lab, LabHost.GAMMA, Programs.NFS_UTILS);
    }

    @AfterEach
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void aClientThatLostItsPowerLosesItsLockWithNfsUtils() throws Exception {
        cutPowerOfClient(Programs.NFS_UTILS, Programs.NFS_UTILS);
    }

    @Test
    void aServerThatLostItsPowerGetsItsLocksBackWithNfsUtils() throws Exception {
        cutPowerOfServer(Programs.NFS_UTILS, Programs.NFS_UTILS);
    }

    @Test
    void aClientThatLostItsPowerLosesItsLock() throws Exception {
        Programs.needOurs();
        cutPowerOfClient(Programs.NFS_UTILS, Programs.NFS_UTILS);
        cutPowerOfClient(Programs.RELOCK, Programs.RELOCK);
        cutPowerOfClient(Programs.NFS_UTILS, Programs.RELOCK);
        cutPowerOfClient(Programs.RELOCK, Programs.NFS_UTILS);
    }

    @Test
    void aServerThatLostItsPowerGetsItsLocksBack() throws Exception {
        Programs.needOurs();
        cutPowerOfServer(Programs.NFS_UTILS, Programs.NFS_UTILS);
        cutPowerOfServer(Programs.RELOCK, Programs.RELOCK);
        cutPowerOfServer(Programs.NFS_UTILS, Programs.RELOCK);
        cutPowerOfServer(Programs.RELOCK, Programs.NFS_UTILS);
    }

    /** Beta holds a lock and gamma waits for it; beta's power is cut and it boots again. */
    private void cutPowerOfClient(Programs ofServer, Programs ofClients) throws Exception {
        alpha.handOver(ofServer);
        beta.handOver(ofClients);
        gamma.handOver(ofClients);
        beta.lock("file", 0, 10, "wait").await("granted");
        Task waiter = gamma.lock("file", 0, 10, "wait");
        alpha.awaitWaiter();
        assertTrue(alpha.monitors(LabHost.BETA), "the server's statd watches the holder");

        beta.guest().cutPower();
        lab.boot(LabHost.BETA);
        long start = beta.startStatd();
        beta.notifyPeers();
        Figures.note(
                "client's power cut: from the start of its statd until the waiter holds the lock;"
                        + " server "
                        + ofServer
                        + ", client "
                        + ofClients,
                waiter.awaitMicros("granted") - start);
        gamma.releaseLocks();
        waiter.awaitStatus(Guest.COMMAND);
        beta.mount();
    }

    /** Beta holds a lock; alpha's power is cut and it boots again; gamma must not get the lock. */
    private void cutPowerOfServer(Programs ofServer, Programs ofClients) throws Exception {
        alpha.handOver(ofServer);
        beta.handOver(ofClients);
        gamma.handOver(ofClients);
        Task holder = beta.lock("file", 0, 10, "wait");
        holder.await("granted");

        alpha.guest().cutPower();
        lab.boot(LabHost.ALPHA);
        var unused = alpha.startStatd();
        long start = alpha.startServer();
        alpha.notifyPeers();
        Figures.note(
                "server's power cut: from the start of its nfsd until the lock is there again;"
                        + " server "
                        + ofServer
                        + ", client "
                        + ofClients,
                alpha.awaitLock() - start);
        Task rival = gamma.lock("file", 0, 10, "try");
        Task other = gamma.lock("other", 0, 10, "wait");
        rival.await("denied");
        Figures.note("the same, until others are served", other.awaitMicros("granted") - start);
        beta.releaseLocks();
        gamma.releaseLocks();
        holder.awaitStatus(Guest.COMMAND);
        other.awaitStatus(Guest.COMMAND);
    }
}
