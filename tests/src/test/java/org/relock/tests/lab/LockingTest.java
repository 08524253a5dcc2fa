package org.relock.tests.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lab itself: kernels and nfs-utils as they come, and locks that work. */
@Tag("lab")
@Timeout(300)
final class LockingTest {

    @TempDir private Path folder;

    @Test
    void aLockThatIsReleasedGoesToTheOneWhoWaits() throws Exception {
        Lab.needs();
        try (Lab lab = Lab.open(folder)) {
            lab.boot(LabHost.values());
            NfsHost alpha = NfsHost.server(lab, Programs.NFS_UTILS);
            NfsHost beta = NfsHost.client(lab, LabHost.BETA, Programs.NFS_UTILS);
            NfsHost gamma = NfsHost.client(lab, LabHost.GAMMA, Programs.NFS_UTILS);

            Task holder = beta.lock("file", 0, 10, "wait");
            var unused = holder.await("granted", Guest.COMMAND);
            Task neighbour = gamma.lock("file", 10, 10, "try");
            unused = neighbour.await("granted", Guest.COMMAND);
            Task tooLate = gamma.lock("file", 9, 1, "try");
            unused = tooLate.await("denied", Guest.COMMAND);
            Task waiter = gamma.lock("file", 0, 1, "wait");
            alpha.awaitWaiter();

            beta.releaseLocks();
            long granted = waiter.await("granted", Guest.COMMAND);
            Figures figures = new Figures("a lock is released; from then on", "granted");
            figures.note("to the one who waits", granted - holder.await("released", Guest.COMMAND));
            figures.print();
            assertTrue(alpha.monitors(LabHost.BETA), "the server's statd watches the holder");
        }
    }
}
