package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** rpc.statd is killed while it serves, again and again; nothing that it acknowledged is lost. */
final class StatdKills {

    private static final int FEW = 20;
    private static final int CLIENTS = 3;

    /** Calls that are answered before the kill, at most; the random part of when it comes. */
    private static final int MOST_CALLS = 400;

    private StatdKills() {}

    public static void main(String[] arguments) throws Exception {
        long seed = System.nanoTime();
        int kills = Integer.getInteger("relock.kills", FEW);
        System.out.println("rpc.statd: " + kills + " kills, seed " + seed);
        Random random = new Random(seed);
        List<KilledClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new KilledClient(i, random.nextLong()));
        }
        KilledPeers peers = new KilledPeers();
        int calls = 0;
        try (LockManager lockManager = new LockManager()) {
            for (int kill = 0; kill < kills; kill++) {
                try (Daemon daemon = Daemon.start()) {
                    CountDownLatch answers = new CountDownLatch(1 + random.nextInt(MOST_CALLS));
                    long before = answers.getCount();
                    List<Thread> threads = new ArrayList<>();
                    for (KilledClient client : clients) {
                        threads.add(start(() -> client.callUntilKilled(answers)));
                    }
                    threads.add(start(() -> peers.rebootUntilKilled(answers)));
                    answers.await();
                    // The countdown says when, and the scheduler says exactly when.
                    daemon.kill();
                    for (Thread thread : threads) {
                        thread.join();
                    }
                    calls += (int) before;
                }
                for (KilledClient client : clients) {
                    client.compareWithDisk();
                }
                noLitter();
            }
            try (Daemon daemon = Daemon.start()) {
                for (KilledClient client : clients) {
                    client.compareWithCallbacks(lockManager);
                }
                peers.compareWithCallbacks(lockManager);
                assertTrue(daemon.isAlive());
            }
        }
        System.out.println("rpc.statd: all kept, after at least " + calls + " answered calls");
    }

    /** Dot files that a kill left are few: the next write of the same host takes their place. */
    private static void noLitter() throws IOException {
        try (var files = Files.list(Daemon.STATE.resolve("sm"))) {
            List<Path> bad =
                    files.filter(
                                    file ->
                                            String.valueOf(file.getFileName()).endsWith(".old")
                                                    || file.toFile().isDirectory())
                            .toList();
            assertEquals(List.of(), bad);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread start(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
