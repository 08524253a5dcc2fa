package org.relock.tests.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.store.DirectoryForce;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.NsmDirectory;
import org.relock.state.store.NsmStore;
import org.relock.state.xdr.Opaque;

/**
 * Measures how many pairs of put and remove a second the store does: one caller with 0, 1,000 and
 * 10,000 hosts monitored, and 16 callers; beside them what nfs-utils does with its file (create it
 * synchronously, delete it), and what one call costs. Rounds of all kinds take turns, so that what
 * else the machine does hits all of them.
 *
 * <p>Arguments: a directory on the file system to be measured, and perhaps seconds a round (1) and
 * the number of rounds (7).
 */
public final class StoreBench {

    private static final int[] MONITORED = {0, 1_000, 10_000};
    private static final int CALLERS = 16;
    private static final Opaque PRIV = Opaque.ofHex("000102030405060708090a0b0c0d0e0f");

    private StoreBench() {}

    /** One thing to be measured. */
    private record Kind(String name, int callers, Pair pair, List<Double> rates) {
        Kind(String name, int callers, Pair pair) {
            this(name, callers, pair, new ArrayList<>());
        }
    }

    /** What is done again and again. */
    private interface Pair {
        void run(int caller) throws IOException;
    }

    /** Prints a line for each kind: pairs a second, median, least and most. */
    public static void main(String[] arguments) throws Exception {
        Path root = Files.createTempDirectory(Path.of(arguments[0]), "store-bench");
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
        try {
            List<Kind> kinds = new ArrayList<>();
            kinds.add(new Kind("as nfs-utils, 0 monitored", 1, nfsUtils(root)));
            for (DirectoryForce force : DirectoryForce.values()) {
                String ours = "ours, directory forced " + force + ", ";
                for (int monitored : MONITORED) {
                    NsmStore store = store(root.resolve(force + "-" + monitored), monitored, force);
                    kinds.add(new Kind(ours + monitored + " monitored", 1, ours(store)));
                }
                NsmStore shared = store(root.resolve(force + "-shared"), 0, force);
                kinds.add(new Kind(ours + "16 callers", CALLERS, ours(shared)));
            }
            for (int round = 0; round <= rounds; round++) {
                for (Kind kind : kinds) {
                    double rate = measure(kind, seconds);
                    if (round > 0) { // The first round warms up.
                        kind.rates().add(rate);
                    }
                }
            }
            for (Kind kind : kinds) {
                print(kind);
            }
        } finally {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void print(Kind kind) {
        double[] rates = kind.rates().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-56s %7.0f pairs/s (%.0f to %.0f)%n",
                kind.name(),
                rates[rates.length / 2],
                rates[0],
                rates[rates.length - 1]);
    }

    private static NsmStore store(Path directory, int monitored, DirectoryForce force)
            throws Exception {
        Path living = Files.createDirectories(directory.resolve("sm"));
        byte[] line = new byte[0];
        NsmStore store = NsmDirectory.open(directory, force);
        for (int i = 0; i < monitored; i++) {
            MonitorRecord record = record("host" + i + ".example.test");
            if (i == 0) {
                store.put(record);
                line = Files.readAllBytes(living.resolve(record.fileName()));
            } else {
                // The name's length changes by some digits; nobody reads these here.
                Files.write(living.resolve(record.fileName()), line);
            }
        }
        return store;
    }

    private static MonitorRecord record(String name) {
        MonId monId = new MonId(name, new MyId("labhost.example.test", 100021, 3, 16));
        return new MonitorRecord(name, monId, PRIV);
    }

    private static Pair ours(NsmStore store) {
        return caller -> {
            MonitorRecord record = record("caller" + caller + ".example.test");
            store.put(record);
            store.remove(record);
        };
    }

    private static Pair nfsUtils(Path root) throws IOException {
        Path living = Files.createDirectories(root.resolve("nfs-utils"));
        byte[] line = new byte[95];
        Arrays.fill(line, (byte) 'x');
        return caller -> {
            Path file = living.resolve("caller" + caller + ".example.test");
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.SYNC),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                channel.write(ByteBuffer.wrap(line));
            }
            Files.readAllBytes(file);
            Files.delete(file);
        };
    }

    private static double measure(Kind kind, double seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(kind.callers());
        try {
            long start = System.nanoTime();
            long length = (long) (seconds * 1e9);
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < kind.callers(); i++) {
                int caller = i;
                counts.add(
                        threads.submit(
                                () -> {
                                    int pairs = 0;
                                    while (System.nanoTime() - start < length) {
                                        kind.pair().run(caller);
                                        pairs++;
                                    }
                                    return pairs;
                                }));
            }
            int pairs = 0;
            for (Future<Integer> count : counts) {
                pairs += count.get();
            }
            return pairs / ((System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdown();
        }
    }
}
