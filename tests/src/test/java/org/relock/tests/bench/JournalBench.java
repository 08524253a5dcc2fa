package org.relock.tests.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.journal.JournalOptions;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.Opaque;

/**
 * Measures the lock journal: what one record costs, how many pairs of lock and unlock a second the
 * engine does with and without it, how long the engine is held up while 100,000 locks are written
 * afresh, and how long it takes to find them again.
 *
 * <p>Arguments: a directory on the file system to be measured, and perhaps seconds a round (1) and
 * the number of rounds (7).
 */
public final class JournalBench {

    private static final int MANY = 100_000;
    private static final int FILES = 1_000;
    private static final int APPENDS = 1_000_000;
    private static final String BOOT = "bench";

    private static final OfferListener NOBODY =
            new OfferListener() {
                @Override
                public void offered(Wish wish) {}

                @Override
                public void settled(long wish) {}
            };

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path root;
    private final double seconds;
    private final int rounds;
    private final LockRequest[] requests = new LockRequest[FILES];

    private JournalBench(Path root, double seconds, int rounds) {
        this.root = root;
        this.seconds = seconds;
        this.rounds = rounds;
        for (int i = 0; i < FILES; i++) {
            requests[i] = request(i, 0);
        }
    }

    /** Prints the figures. */
    public static void main(String[] arguments) throws Exception {
        Path root = Files.createTempDirectory(Path.of(arguments[0]), "journal-bench");
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
        try {
            JournalBench bench = new JournalBench(root, seconds, rounds);
            bench.append();
            bench.engine();
            bench.many();
            bench.forced();
        } finally {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** As a Linux client asks: a handle of 32 bytes, and the pid and name of the process. */
    private static LockRequest request(int file, long first) {
        byte[] handle = ByteBuffer.allocate(32).putInt(file).array();
        byte[] owner = ByteBuffer.allocate(28).putInt(file % 7).array();
        return new LockRequest(
                new FileKey(1, Opaque.copyOf(handle)),
                new LockOwner(new ClientId(1), Opaque.copyOf(owner)),
                LockMode.WRITE,
                new ByteRange(first, first + 9),
                false,
                new Taken(InetAddress.getLoopbackAddress(), 3, true, 1_700_000_000_000L));
    }

    private Journal.Opened open(String name, JournalOptions options) throws IOException {
        return Journal.open(root.resolve(name), BOOT, options).orElseThrow();
    }

    private static LockService service(LockJournal journal, RecordedState state) {
        LockService locks =
                new LockService(System::nanoTime, LockLimits.STANDARD, journal, NOBODY, state);
        locks.begin();
        return locks;
    }

    private void append() throws IOException {
        double[] nanos = new double[rounds];
        double[] processor = new double[rounds];
        try (Journal journal = open("append", JournalOptions.STANDARD).journal()) {
            journal.begin(nothing -> 0);
            LockRequest request = requests[0];
            Lock lock = new Lock(request.owner(), request.mode(), request.range(), request.taken());
            for (int round = -1; round < rounds; round++) {
                long begin = System.nanoTime();
                long used = THREADS.getCurrentThreadCpuTime();
                for (int i = 0; i < APPENDS; i++) {
                    journal.locked(request.file(), lock);
                }
                int at = Math.max(0, round);
                processor[at] = (THREADS.getCurrentThreadCpuTime() - used) / (double) APPENDS;
                nanos[at] = (System.nanoTime() - begin) / (double) APPENDS;
            }
        }
        System.out.println(
                "one record: "
                        + Figures.of(nanos)
                        + " ns, of the processor "
                        + Figures.of(processor)
                        + " ns");
    }

    private void engine() throws IOException {
        double[] without = new double[rounds];
        double[] with = new double[rounds];
        double[] ratio = new double[rounds];
        double[] used = new double[rounds];
        try (Journal journal = open("engine", JournalOptions.STANDARD).journal()) {
            LockService plain = service(LockJournal.NONE, RecordedState.EMPTY);
            LockService kept = service(journal, RecordedState.EMPTY);
            journal.begin(kept::copyTo);
            for (int round = -1; round < rounds; round++) {
                int at = Math.max(0, round);
                long begin = THREADS.getCurrentThreadCpuTime();
                without[at] = pairs(plain);
                long between = THREADS.getCurrentThreadCpuTime();
                with[at] = pairs(kept);
                long end = THREADS.getCurrentThreadCpuTime();
                ratio[at] = 100 * with[at] / without[at];
                // Of the processor's time, which does not depend on what else the machine does.
                used[at] = ratio[at] * (between - begin) / (end - between);
            }
        }
        System.out.println("pairs of lock and unlock/s without a journal: " + Figures.of(without));
        System.out.println("with one: " + Figures.of(with));
        System.out.println("that is, percent: " + Figures.of(ratio));
        System.out.println("by the thread's own time, percent: " + Figures.of(used));
    }

    private double pairs(LockService locks) {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        long pairs = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < FILES; i++) {
                LockRequest request = requests[i];
                locks.lock(request);
                locks.unlock(request.file(), request.owner(), request.range());
            }
            pairs += FILES;
        }
        return pairs / ((System.nanoTime() - begin) / 1e9);
    }

    /** Holds many locks, has them written afresh again and again, and finds them again. */
    private void many() throws IOException {
        JournalOptions options = JournalOptions.STANDARD.withSizes(4 << 20, 1);
        try (Journal journal = open("many", options).journal()) {
            LockService locks = service(journal, RecordedState.EMPTY);
            journal.begin(locks::copyTo);
            for (int i = 0; i < MANY; i++) {
                locks.lock(request(i % FILES + FILES, 20L * (i / FILES)));
            }
            Histogram times = new Histogram();
            long longest = 0;
            long end = System.nanoTime() + (long) (rounds * seconds * 1e9);
            long now = System.nanoTime();
            for (int i = 0; now < end; i = (i + 1) % FILES) {
                LockRequest request = requests[i];
                locks.lock(request);
                locks.unlock(request.file(), request.owner(), request.range());
                long then = System.nanoTime();
                times.add(then - now);
                longest = Math.max(longest, then - now);
                now = then;
            }
            System.out.printf(
                    Locale.ROOT,
                    "a pair while %,d locks are written afresh: p50 %d us, p99 %d us, longest %d"
                            + " us%n",
                    MANY,
                    times.percentile(50),
                    times.percentile(99),
                    longest / 1_000);
        }
        double[] millis = new double[rounds];
        int held = 0;
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            Journal.Opened opened = open("many", options);
            LockService locks = service(opened.journal(), opened.recovered().table());
            millis[round] = (System.nanoTime() - begin) / 1e6;
            held = locks.snapshot().locks().values().stream().mapToInt(list -> list.size()).sum();
            opened.journal().close();
        }
        System.out.printf(
                Locale.ROOT, "to be ready again with %,d locks: %s ms%n", held, Figures.of(millis));
    }

    private void forced() throws Exception {
        JournalOptions options = JournalOptions.STANDARD.withForce(JournalOptions.Force.ALWAYS);
        double[] rates = new double[rounds];
        try (Journal journal = open("forced", options).journal()) {
            LockService locks = service(journal, RecordedState.EMPTY);
            journal.begin(locks::copyTo);
            for (int round = 0; round < rounds; round++) {
                long begin = System.nanoTime();
                long end = begin + (long) (seconds * 1e9);
                int forced = 0;
                while (System.nanoTime() < end) {
                    LockRequest request = requests[forced % FILES];
                    locks.lock(request);
                    journal.forced().get();
                    locks.unlock(request.file(), request.owner(), request.range());
                    forced++;
                }
                rates[round] = forced / ((System.nanoTime() - begin) / 1e9);
            }
        }
        System.out.println("records forced one by one/s: " + Figures.of(rates));
    }
}
