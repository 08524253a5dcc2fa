package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Monitored hosts that reboot all the time; a notice that was answered is passed on. */
final class KilledPeers {

    private static final int HOSTS = 10;

    private final int[] answered = new int[HOSTS];
    private int lastState = 1;

    private static String host(int index) {
        return "10.2.0." + index;
    }

    /** Sends notices until there is nobody who answers. */
    void rebootUntilKilled(CountDownLatch answers) {
        try (StatusMonitor monitor = new StatusMonitor()) {
            for (int host = 0; host < HOSTS; host++) {
                assertTrue(monitor.mon(host(host), 1).succeeded());
            }
            while (true) {
                for (int host = 0; host < HOSTS; host++) {
                    lastState += 2;
                    monitor.tell(host(host), lastState);
                    answered[host] = lastState;
                    answers.countDown();
                }
            }
        } catch (IOException e) {
            // Killed. A notice without an answer would be sent again; here a later one comes.
        }
    }

    /** Of each host the last answered state was passed on, or a later one in its place. */
    void compareWithCallbacks(LockManager lockManager) throws InterruptedException {
        for (int i = 0; i < HOSTS; i++) {
            int least = answered[i];
            if (least > 0) {
                lockManager.awaitAbout(host(i), status -> status.state() >= least);
            }
        }
    }
}
