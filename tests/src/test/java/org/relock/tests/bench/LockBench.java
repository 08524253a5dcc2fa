package org.relock.tests.bench;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.Opaque;

/**
 * Measures the engine alone, on one thread: how many pairs of lock and unlock and how many tests a
 * second with 10, 10,000 and 100,000 locks held on the file, by one owner and by as many; what a
 * held lock takes of the heap; and how long it takes to hand over a lock past waiters elsewhere, to
 * release a client and to copy the table.
 *
 * <p>Arguments: perhaps seconds a round (1).
 */
public final class LockBench {

    private static final int[] HELD = {10, 10_000, 100_000};
    private static final int MANY = 100_000;
    private static final int WAITERS = 10_000;
    private static final int ROUNDS = 5;

    /** As many different requests are made in turn, so that no cache knows the next. */
    private static final int REQUESTS = 4_096;

    private static final ClientId CLIENT = new ClientId(7);
    private static final FileKey FILE = new FileKey(1, Opaque.copyOf(new byte[32]));
    private static final Taken TAKEN =
            new Taken(InetAddress.getLoopbackAddress(), 3, true, 1_700_000_000_000L);

    private LockBench() {}

    /** Prints a line for each figure. */
    public static void main(String[] arguments) {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
        for (boolean ownerEach : new boolean[] {false, true}) {
            for (int held : HELD) {
                LockService locks = service();
                hold(locks, held, ownerEach);
                rate("lock and unlock", held, ownerEach, seconds, pairs(locks, held), 2);
                rate("test", held, ownerEach, seconds, tests(locks, held), 1);
            }
        }
        for (boolean ownerEach : new boolean[] {false, true}) {
            memory(ownerEach);
        }
        handOver(0);
        handOver(WAITERS);
        convoy();
        releaseAndCopy();
    }

    private static LockService service() {
        OfferListener nobody =
                new OfferListener() {
                    @Override
                    public void offered(Wish wish) {}

                    @Override
                    public void settled(long wish) {}
                };
        return new LockService(
                Ticker.SYSTEM, LockLimits.STANDARD, LockJournal.NONE, nobody, RecordedState.EMPTY);
    }

    /** As a Linux client names its owners. */
    private static LockOwner owner(int number) {
        byte[] oh = (number + "@client.example.org").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer name = ByteBuffer.allocate(Integer.BYTES + oh.length).putInt(number).put(oh);
        return new LockOwner(CLIENT, Opaque.copyOf(name.array()));
    }

    private static LockRequest request(LockOwner owner, long first, long last) {
        return new LockRequest(
                FILE, owner, LockMode.WRITE, new ByteRange(first, last), false, TAKEN);
    }

    private static void hold(LockService locks, int count, boolean ownerEach) {
        LockOwner one = owner(0);
        for (int i = 0; i < count; i++) {
            LockOwner owner = ownerEach ? owner(i) : one;
            granted(locks.lock(request(owner, 4L * i, 4L * i + 1)));
        }
    }

    private static void granted(LockOutcome outcome) {
        if (outcome != LockOutcome.Granted.INSTANCE) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    private static IntConsumer pairs(LockService locks, int held) {
        List<LockRequest> requests = requests(held);
        return turn -> {
            LockRequest request = requests.get(turn % REQUESTS);
            granted(locks.lock(request));
            locks.unlock(FILE, request.owner(), request.range());
        };
    }

    private static IntConsumer tests(LockService locks, int held) {
        List<LockRequest> requests = requests(held);
        return turn -> granted(locks.test(requests.get(turn % REQUESTS)));
    }

    /** Returns requests for bytes between those that are held, by an owner of its own. */
    private static List<LockRequest> requests(int held) {
        List<LockRequest> requests = new ArrayList<>();
        LockOwner owner = owner(-1);
        for (int i = 0; i < REQUESTS; i++) {
            long at = 4L * Math.floorMod(i * 7919L, (long) held) + 2;
            requests.add(request(owner, at, at + 1));
        }
        return requests;
    }

    private static void rate(
            String what,
            int held,
            boolean ownerEach,
            double seconds,
            IntConsumer turn,
            int operations) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = ownTime();
            long length = (long) (seconds * Duration.ofSeconds(1).toNanos());
            int turns = 0;
            while (ownTime() - start < length) {
                for (int i = 0; i < 1_000; i++) {
                    turn.accept(turns++);
                }
            }
            double elapsed = (ownTime() - start) / 1e9;
            best = Math.max(best, turns * operations / elapsed);
        }
        print(
                "%-16s %7d held, %-17s %,12.0f operations/s",
                what, held, ownerEach ? "an owner each" : "one owner", best);
    }

    private static void memory(boolean ownerEach) {
        LockService locks = service();
        hold(locks, 1, false);
        long before = used();
        hold(locks, MANY, ownerEach);
        long after = used();
        print(
                "memory           %7d held, %-17s %,12d bytes each",
                MANY, ownerEach ? "an owner each" : "one owner", (after - before) / MANY);
        if (locks.isIdle(CLIENT)) {
            throw new IllegalStateException("the table is to live until here");
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** One byte goes back and forth between two who wait for it. */
    private static void handOver(int waiters) {
        LockService locks = service();
        LockOwner other = owner(2);
        granted(locks.lock(request(owner(1), 1_000, 1_000_000)));
        for (int i = 0; i < waiters; i++) {
            locks.lockOrWait(request(owner(10 + i), 1_000 + i, 1_000 + i), Opaque.EMPTY);
        }
        LockRequest mine = request(owner(3), 0, 0);
        LockRequest theirs = request(other, 0, 0);
        granted(locks.lock(mine));
        IntConsumer turn =
                number -> {
                    LockRequest next = number % 2 == 0 ? theirs : mine;
                    LockRequest last = number % 2 == 0 ? mine : theirs;
                    locks.lockOrWait(next, Opaque.EMPTY);
                    locks.unlock(FILE, last.owner(), last.range());
                    granted(locks.lockOrWait(next, Opaque.EMPTY));
                };
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int turns = 20_000;
            long start = ownTime();
            for (int i = 0; i < turns; i++) {
                turn.accept(i);
            }
            best = Math.max(best, turns / ((ownTime() - start) / 1e9));
        }
        print("hand-over        %7d wait elsewhere        %,12.0f a second", waiters, best);
    }

    /** All wait for the same bytes, and each holds something elsewhere. */
    private static void convoy() {
        LockService locks = service();
        hold(locks, WAITERS, true);
        long there = 8L * WAITERS;
        granted(locks.lock(request(owner(-1), there, there)));
        long start = ownTime();
        for (int i = 0; i < WAITERS; i++) {
            locks.lockOrWait(request(owner(i), there, there), Opaque.EMPTY);
        }
        long middle = ownTime();
        locks.unlock(FILE, owner(-1), ByteRange.ALL);
        for (int i = 0; i < WAITERS; i++) {
            granted(locks.lockOrWait(request(owner(i), there, there), Opaque.EMPTY));
            locks.unlock(FILE, owner(i), new ByteRange(there, there));
        }
        long end = ownTime();
        print(
                "convoy of %d: each queued in %.1f us and handed on in %.1f us",
                WAITERS, (middle - start) / 1e3 / WAITERS, (end - middle) / 1e3 / WAITERS);
    }

    private static void releaseAndCopy() {
        for (int round = 0; round < ROUNDS; round++) {
            LockService locks = service();
            hold(locks, MANY, true);
            long start = ownTime();
            int copied = locks.snapshot().locks().get(FILE).size();
            long middle = ownTime();
            int released = locks.release(CLIENT).locks();
            long end = ownTime();
            print(
                    "copy of %d: %.1f ms; release of %d: %.1f ms",
                    copied, (middle - start) / 1e6, released, (end - middle) / 1e6);
        }
    }

    /** Processor time of this thread, in nanoseconds: what else the machine does hardly counts. */
    private static long ownTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
