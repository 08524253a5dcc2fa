package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.relock.state.nsm.SmStatRes;

/** A client that monitors and forgets hosts of its own, and knows what it was promised. */
final class KilledClient {

    private static final int HOSTS = 30;
    private static final int STATE_AFTERWARDS = 77;

    /** What stands for a host that is not monitored. */
    private static final long NONE = 0;

    private final int number;
    private final Random random;

    /** For each host the cookies that its record may hold now; more than one after a kill. */
    private final Map<String, Set<Long>> promised = new HashMap<>();

    private long lastCookie;

    KilledClient(int number, long seed) {
        this.number = number;
        this.random = new Random(seed);
        for (int host = 0; host < HOSTS; host++) {
            promised.put(host(host), Set.of(NONE));
        }
    }

    private String host(int index) {
        return "10.1." + number + "." + index;
    }

    /** Makes calls until there is nobody who answers. */
    void callUntilKilled(CountDownLatch answers) {
        String host = "";
        Set<Long> either = Set.of();
        try (StatusMonitor monitor = new StatusMonitor()) {
            while (true) {
                host = host(random.nextInt(HOSTS));
                long after = random.nextInt(3) == 0 ? NONE : ++lastCookie;
                either = new java.util.HashSet<>(promised.get(host));
                either.add(after);
                if (after == NONE) {
                    monitor.unmon(host);
                } else {
                    SmStatRes result = monitor.mon(host, after);
                    assertTrue(result.succeeded(), host);
                }
                promised.put(host, Set.of(after));
                answers.countDown();
            }
        } catch (IOException e) {
            // Killed; the last call may or may not have been done.
            promised.put(host, either);
        }
    }

    /** Compares with the files, and takes what they say where the last call was not answered. */
    void compareWithDisk() throws IOException {
        promised.replaceAll((host, cookies) -> Set.of(check(host, cookies)));
    }

    private static long check(String host, Set<Long> promised) {
        long found = onDisk(host);
        assertTrue(
                promised.contains(found),
                () -> host + ": promised " + promised + ", on disk " + found);
        return found;
    }

    private static long onDisk(String host) {
        Path file = Daemon.STATE.resolve("sm").resolve(host);
        try {
            if (!Files.exists(file)) {
                return NONE;
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            if (lines.isEmpty()) {
                // Cut off between the file's making and its filling: never acknowledged.
                return NONE;
            }
            String priv = lines.get(0).split(" ", -1)[4];
            return Long.parseLong(priv.substring(0, 16), 16);
        } catch (IOException e) {
            throw new IllegalStateException(host, e);
        }
    }

    /** Every host that is monitored is called back for when it reboots, with its last cookie. */
    void compareWithCallbacks(LockManager lockManager) throws IOException, InterruptedException {
        try (StatusMonitor monitor = new StatusMonitor()) {
            for (String host : promised.keySet()) {
                monitor.tell(host, STATE_AFTERWARDS);
            }
        }
        int monitored = 0;
        for (Map.Entry<String, Set<Long>> entry : promised.entrySet()) {
            long cookie = entry.getValue().iterator().next();
            if (cookie != NONE) {
                monitored++;
                lockManager.awaitAbout(
                        entry.getKey(),
                        status ->
                                status.state() == STATE_AFTERWARDS
                                        && status.priv().equals(StatusMonitor.cookie(cookie)));
            }
        }
        assertTrue(monitored > 0);
    }
}
