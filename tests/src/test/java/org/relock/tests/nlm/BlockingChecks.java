package org.relock.tests.nlm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** NLM checks 25, 27 and 41: who waits, how long, and in which order. */
final class BlockingChecks {

    private static final int SAMPLES = 200;

    private BlockingChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(25, "a conflict is BLOCKED at once, or DENIED", BlockingChecks::blocked),
                new Check(25, "NM_LOCK is never BLOCKED", BlockingChecks::nmLock),
                new Check(27, "GRANTED is quick beside many waiters", BlockingChecks::quick),
                new Check(41, "equal requests are granted in their order", BlockingChecks::fifo),
                new Check(41, "a writer gets past rolling readers", BlockingChecks::writer),
                new Check(
                        41,
                        "who holds what others wait for need not queue",
                        BlockingChecks::holder));
    }

    private static void blocked(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want held = a.want(stage.file());
        Expect.granted(a.v4().lock(held), "A W");
        Expect.denied(b.v4().lock(b.want(held.file())), "B W, not willing to wait");
        long[] nanos = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            long begin = System.nanoTime();
            Expect.blocked(b.v4().lock(b.want(held.file()).waiting()), "B W");
            nanos[i] = System.nanoTime() - begin;
        }
        atMost(nanos, stage.within(5), "BLOCKED");
    }

    /** Judges the 99th percentile. */
    private static void atMost(long[] nanos, Duration bound, String what) {
        Arrays.sort(nanos);
        long p99 = nanos[nanos.length * 99 / 100] / 1_000;
        Expect.that(
                p99 <= bound.toNanos() / 1_000,
                what + " took " + p99 + " us at the 99th percentile");
    }

    private static void nmLock(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want held = a.want(stage.file());
        Expect.granted(a.v4().result(Nlm.NM_LOCK, held).stat(), "A's NM_LOCK");
        Want wish = b.want(held.file()).waiting();
        Expect.denied(b.v4().result(Nlm.NM_LOCK, wish).stat(), "B's NM_LOCK, block true");
        Expect.granted(a.v4().unlock(held), "UNLOCK");
        Expect.noneGranted(b, wish, Duration.ofMillis(300), "after NM_LOCK");
    }

    private static void quick(Stage stage) {
        Client a = stage.client();
        Client crowd = stage.client();
        Want far = a.want(stage.file()).range(1_000_000, 0);
        Expect.granted(a.v4().lock(far), "A W[1000000,EOF)");
        for (int i = 0; i < stage.rounds() * 50; i++) {
            Want one = crowd.want(far.file()).range(1_000_000 + i, 1).waiting();
            Expect.blocked(crowd.v4().lock(one), "waiter " + i);
        }
        Client b = stage.client();
        Want held = a.want(far.file()).range(0, 10);
        Want wish = b.want(far.file()).range(0, 10).waiting();
        long[] nanos = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            Expect.granted(a.v4().lock(held), "A W[0,10)");
            Expect.blocked(b.v4().lock(wish), "B W[0,10)");
            long begin = System.nanoTime();
            Expect.granted(a.v4().unlock(held), "A's UNLOCK");
            Granted granted = Expect.granted(b, wish, stage.within(5_000), "B, round " + i);
            nanos[i] = Math.max(0, granted.nanos() - begin);
            Expect.granted(b.v4().unlock(wish), "B's UNLOCK");
        }
        atMost(nanos, stage.within(5), "UNLOCK to GRANTED");
    }

    private static void fifo(Stage stage) {
        Client a = stage.client();
        Want held = a.want(stage.file());
        Expect.granted(a.v4().lock(held), "A W");
        List<Client> clients = new ArrayList<>();
        List<Want> wishes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Client b = stage.client();
            Want wish = b.want(held.file()).waiting();
            Expect.blocked(b.v4().lock(wish), "waiter " + i);
            clients.add(b);
            wishes.add(wish);
        }
        Expect.granted(a.v4().unlock(held), "A's UNLOCK");
        for (int i = 0; i < clients.size(); i++) {
            Client b = clients.get(i);
            Expect.granted(b, wishes.get(i), stage.within(2_000), "waiter " + i);
            for (int later = i + 1; later < clients.size(); later++) {
                Expect.noneGranted(
                        clients.get(later), wishes.get(later), Duration.ZERO, "waiter " + later);
            }
            Expect.granted(b.v4().unlock(wishes.get(i)), "UNLOCK of waiter " + i);
        }
    }

    private static void writer(Stage stage) {
        Client r = stage.client();
        Client w = stage.client();
        Want first = r.want(stage.file()).read();
        Expect.granted(r.v4().lock(first), "the first reader");
        Want wish = w.want(first.file()).waiting();
        Expect.blocked(w.v4().lock(wish), "the writer");
        List<Want> rolling = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Want reader = r.want(first.file()).read().waiting();
            r.v4().lock(reader);
            rolling.add(reader);
        }
        Expect.granted(r.v4().unlock(first), "the first reader's UNLOCK");
        Expect.granted(w, wish, stage.within(1_000), "the writer");
        Expect.granted(w.v4().unlock(wish), "the writer's UNLOCK");
        for (Want reader : rolling) {
            Expect.granted(r, reader, stage.within(2_000), "a reader behind the writer");
        }
    }

    private static void holder(Stage stage) {
        Client a = stage.client();
        Client w = stage.client();
        Want as = a.want(stage.file()).range(0, 10).read();
        Expect.granted(a.v4().lock(as), "A R[0,10)");
        Want wish = w.want(as.file()).range(0, 20).waiting();
        Expect.blocked(w.v4().lock(wish), "W[0,20)");
        Expect.granted(a.v4().lock(as.range(5, 10).waiting()), "A R[5,15)");
        Expect.granted(a.v4().unlock(as.range(0, 0)), "A's UNLOCK");
        Expect.granted(w, wish, stage.within(2_000), "W[0,20)");
    }
}
