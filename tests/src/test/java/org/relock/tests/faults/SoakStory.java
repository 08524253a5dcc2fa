package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Memory under a mixed load, with many hosts monitored, does not grow with time. */
final class SoakStory {

    private static final int HOSTS = 10_000;
    private static final int FEW_SECONDS = 24;
    private static final int MOST_KILOBYTES = 64 * 1024;

    /** What the second half may have more than the first, in per cent. */
    private static final int GROWTH = 5;

    private final AtomicLong calls = new AtomicLong();
    private volatile boolean over;
    private volatile Throwable failure;

    private SoakStory() {}

    public static void main(String[] arguments) throws Exception {
        new SoakStory().run(Integer.getInteger("relock.soak", FEW_SECONDS));
    }

    private void run(int seconds) throws Exception {
        try (LockManager lockManager = new LockManager();
                Daemon daemon = Daemon.start()) {
            try (StatusMonitor monitor = new StatusMonitor()) {
                for (int i = 0; i < HOSTS; i++) {
                    assertTrue(monitor.mon(host(i), i + 1).succeeded());
                }
            }
            System.out.println(HOSTS + " hosts: VmRSS " + daemon.residentKilobytes() + " kB");
            List<Thread> callers = new ArrayList<>();
            callers.add(start(SoakStory::monitorAndForget));
            callers.add(start(SoakStory::reboot));
            callers.add(start(SoakStory::ask));
            // The first third is for the Java machine to find its size; it takes some seconds.
            load(seconds, daemon);
            int first = load(seconds, daemon);
            int second = load(seconds, daemon);
            over = true;
            for (Thread caller : callers) {
                caller.join();
            }
            if (failure != null) {
                throw new AssertionError("a caller failed: " + daemon.words(), failure);
            }
            System.out.println(calls + " calls");
            assertTrue(second <= first + first * GROWTH / 100, first + " kB, then " + second);
            assertTrue(second < MOST_KILOBYTES, second + " kB");
            assertTrue(lockManager.calls() > 0);
        }
    }

    private static String host(int index) {
        return "10.8." + index / 250 + "." + index % 250;
    }

    /** Lets the load go on and returns the most memory seen in its last quarter, in kB. */
    private int load(int seconds, Daemon daemon) throws Exception {
        long begin = System.nanoTime();
        long length = TimeUnit.SECONDS.toNanos(seconds) / 3;
        int most = 0;
        try (StatusMonitor monitor = new StatusMonitor()) {
            while (System.nanoTime() - begin < length && failure == null) {
                monitor.nothing();
                if (System.nanoTime() - begin > length / 4 * 3) {
                    most = Math.max(most, daemon.residentKilobytes());
                }
            }
        }
        System.out.println(
                "after "
                        + length / 1_000_000
                        + " ms more: VmRSS "
                        + most
                        + " kB, "
                        + calls
                        + " calls");
        return most;
    }

    private interface Call {
        void make(StatusMonitor monitor, Random random, int number) throws IOException;
    }

    private static void monitorAndForget(StatusMonitor monitor, Random random, int number)
            throws IOException {
        String host = "10.9." + random.nextInt(100) + "." + random.nextInt(250);
        assertTrue(monitor.mon(host, number + 1).succeeded());
        monitor.unmon(host);
    }

    private static void reboot(StatusMonitor monitor, Random random, int number)
            throws IOException {
        monitor.tell(host(random.nextInt(HOSTS)), 2 * number + 1);
        if (number % 10 == 0) {
            monitor.tell("nobody" + number + ".test", 3);
        }
    }

    private static void ask(StatusMonitor monitor, Random random, int number) throws IOException {
        monitor.stat(number % 10 == 0 ? "who" + number + ".test" : "10.8.0.1");
        if (number % 100 == 0) {
            try (StatusMonitor another = new StatusMonitor()) {
                another.nothing();
            }
        }
    }

    private Thread start(Call call) {
        Thread thread =
                new Thread(
                        () -> {
                            try (StatusMonitor monitor = new StatusMonitor()) {
                                Random random = new Random(1);
                                for (int number = 0; !over; number++) {
                                    call.make(monitor, random, number);
                                    calls.incrementAndGet();
                                }
                            } catch (IOException | AssertionError e) {
                                failure = e;
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
