package org.relock.state.store;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Changes a store as fast as it can until it is killed, and says on standard output what is done:
 * {@code put HOST} and {@code state N} and {@code owed HOST} once they are, {@code remove HOST}
 * before it is begun. Arguments: the directory, a seed.
 */
final class KillVictim {

    private static final int THREADS = 3;
    private static final int HOSTS = 12;

    private KillVictim() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        NsmDirectory store = NsmDirectory.open(directory);
        PeerFile peers = PeerFile.open(directory, System.err::println);
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            new Thread(() -> run(store, peers, new Random(seed + thread), thread)).start();
        }
    }

    private static void run(NsmStore store, PeerMemory peers, Random random, int thread) {
        PrintStream out = System.out;
        try {
            while (true) {
                // Files are shared by all threads, records are one thread's own.
                String host = "host" + random.nextInt(HOSTS) + ".example.test";
                MonitorRecord record =
                        NsmStoreContract.record(
                                host, host, "me" + thread, 3, NsmStoreContract.PRIV);
                switch (random.nextInt(20)) {
                    case 0 -> {
                        List<String> problems = store.retire();
                        if (!problems.isEmpty()) {
                            throw new IllegalStateException(problems.toString());
                        }
                    }
                    case 1 -> out.println("state " + store.advanceState());
                    case 2 -> {
                        if (peers.owe(List.of(new OwedCallback(record, 5))).join()) {
                            out.println("owed " + host + " me" + thread);
                        }
                    }
                    case 3, 4, 5, 6, 7, 8 -> {
                        out.println("remove " + host + " me" + thread);
                        store.remove(record);
                        store.forget(record);
                    }
                    default -> {
                        store.put(record);
                        out.println("put " + host + " me" + thread);
                    }
                }
            }
        } catch (Exception e) {
            System.err.println(e);
            Runtime.getRuntime().halt(1);
        }
    }
}
