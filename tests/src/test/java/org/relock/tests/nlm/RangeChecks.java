package org.relock.tests.nlm;

import java.time.Duration;
import java.util.List;
import org.relock.state.xdr.Opaque;

/** NLM checks 11 to 17: what a range is, and what becomes of it. */
final class RangeChecks {

    private static final Duration QUIET = Duration.ofMillis(300);

    private RangeChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(11, "a range beyond the limit is FBIG everywhere", RangeChecks::tooBig),
                new Check(11, "a range that ends at the limit is to the end", RangeChecks::limit),
                new Check(
                        12,
                        "a read lock inside one's write lock frees it for readers",
                        RangeChecks::e01),
                new Check(
                        12,
                        "a read lock over one's write lock frees it for readers",
                        RangeChecks::e02),
                new Check(13, "unlocking the middle leaves exact ends", RangeChecks::middle),
                new Check(
                        14,
                        "a blocked upgrade keeps the read lock and is granted",
                        RangeChecks::upgrade),
                new Check(14, "a cancelled upgrade keeps the read lock", RangeChecks::noUpgrade),
                new Check(15, "a downgrade wakes readers", RangeChecks::downgrade),
                new Check(16, "an unlock wakes only those it concerns", RangeChecks::wakes),
                new Check(
                        17, "unlocking nothing is GRANTED and hurts nobody", RangeChecks::nothing),
                new Check(17, "a lock over own pieces is all or nothing", RangeChecks::pieces));
    }

    private static void tooBig(Stage stage) {
        Client a = stage.client();
        for (long[] range : List.of(new long[] {-1, 2}, new long[] {1L << 63, 1L << 63})) {
            Want want = a.want(stage.file()).range(range[0], range[1]);
            for (int procedure : List.of(Nlm.TEST, Nlm.LOCK, Nlm.UNLOCK, Nlm.CANCEL)) {
                Expect.same(
                        Stat.FBIG,
                        a.v4().result(procedure, want).stat(),
                        "procedure "
                                + procedure
                                + " of "
                                + Long.toUnsignedString(range[0])
                                + ", +"
                                + Long.toUnsignedString(range[1]));
            }
        }
    }

    private static void limit(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        for (long[] range : List.of(new long[] {0, -1}, new long[] {1, Long.MAX_VALUE})) {
            Want want = a.want(stage.file()).range(range[0], range[1]);
            String what = range[0] + ", +" + Long.toUnsignedString(range[1]);
            Expect.granted(a.v4().test(want).stat(), "TEST " + what);
            Expect.granted(a.v4().lock(want), "LOCK " + what);
            Want probe = b.want(want.file()).range(1L << 62, 1);
            Result.Holder holder =
                    b.v4().test(probe)
                            .holder()
                            .orElseThrow(() -> new CheckFailed("not held: " + what));
            Expect.same(0L, holder.length(), "length of the holder of " + what);
            Expect.granted(a.v4().unlock(want), "UNLOCK " + what);
            Expect.granted(b.v4().test(probe.range(0, 0)).stat(), "TEST after UNLOCK " + what);
        }
    }

    private static void e01(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want whole = a.want(stage.file());
        Expect.granted(a.v4().lock(whole.range(0, 0)), "A W[0,EOF)");
        Expect.granted(a.v4().lock(whole.range(100, 10).read()), "A R[100,110)");
        Want bs = b.want(whole.file());
        Expect.granted(b.v4().lock(bs.range(100, 10).read()), "B R[100,110)");
        Expect.denied(b.v4().lock(bs.range(99, 1).read()), "B R[99,100)");
        Expect.denied(b.v4().lock(bs.range(110, 1).read()), "B R[110,111)");
    }

    private static void e02(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want own = a.want(stage.file());
        Expect.granted(a.v4().lock(own.range(100, 10)), "A W[100,110)");
        Expect.granted(a.v4().lock(own.range(50, 0).read()), "A R[50,EOF)");
        Want bs = b.want(own.file());
        Expect.granted(b.v4().lock(bs.range(100, 10).read()), "B R[100,110)");
        Expect.denied(b.v4().lock(bs.range(60, 1)), "B W[60,61)");
    }

    private static void middle(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want own = a.want(stage.file());
        Expect.granted(a.v4().lock(own), "A W[0,EOF)");
        Expect.granted(a.v4().unlock(own.range(10, 10)), "A unlocks [10,20)");
        Want bs = b.want(own.file());
        Expect.granted(b.v4().test(bs.range(10, 10)).stat(), "B TEST [10,20)");
        holder(b, bs.range(0, 1), own, 0, 10);
        holder(b, bs.range(1L << 40, 1), own, 20, 0);
    }

    private static void holder(Client b, Want probe, Want own, long offset, long length) {
        Result result = b.v4().test(probe);
        Result.Holder holder =
                result.holder().orElseThrow(() -> new CheckFailed("TEST: " + result.stat()));
        Result.Holder expected =
                new Result.Holder(own.exclusive(), own.svid(), own.oh(), offset, length);
        Expect.same(expected, holder, "holder");
    }

    private record Upgrade(Client a, Client b, Want as, Want bs) {
        static Upgrade of(Stage stage) {
            Client a = stage.client();
            Client b = stage.client();
            Opaque file = stage.file();
            Want as = a.want(file).range(0, 10);
            Want bs = b.want(file).range(0, 10);
            Expect.granted(a.v4().lock(as.read()), "A R");
            Expect.granted(b.v4().lock(bs.read()), "B R");
            Expect.blocked(a.v4().lock(as.write().waiting()), "A's upgrade");
            Expect.denied(b.v4().lock(b.want(file).range(0, 10)), "another W while A waits");
            return new Upgrade(a, b, as, bs);
        }
    }

    private static void upgrade(Stage stage) {
        Upgrade u = Upgrade.of(stage);
        Expect.granted(u.b.v4().unlock(u.bs), "B's UNLOCK");
        Want wish = u.as.write().waiting();
        Expect.granted(u.a, wish, stage.within(2_000), "A's upgrade");
        Expect.denied(u.b.v4().lock(u.bs.read()), "B R after A's upgrade");
    }

    private static void noUpgrade(Stage stage) {
        Upgrade u = Upgrade.of(stage);
        Expect.granted(u.a.v4().cancel(u.as.write().waiting()), "CANCEL");
        Expect.granted(u.b.v4().unlock(u.bs), "B's UNLOCK");
        Expect.noneGranted(u.a, u.as.write(), QUIET, "after CANCEL");
        Expect.denied(u.b.v4().lock(u.bs), "B W while A still reads");
        Expect.granted(u.b.v4().lock(u.bs.read()), "B R beside A's R");
    }

    private static void downgrade(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want as = a.want(stage.file()).range(0, 10);
        Want bs = b.want(as.file()).range(0, 10).read().waiting();
        Expect.granted(a.v4().lock(as), "A W");
        Expect.blocked(b.v4().lock(bs), "B R");
        Expect.granted(a.v4().lock(as.read()), "A's downgrade");
        Expect.granted(b, bs, stage.within(100), "B R");
    }

    private static void wakes(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want as = a.want(stage.file()).range(0, 100);
        Expect.granted(a.v4().lock(as), "A W[0,100)");
        Want first = b.want(as.file()).range(0, 10).waiting();
        Want middle = b.want(as.file()).range(40, 10).waiting();
        Want across = b.want(as.file()).range(45, 20).waiting();
        for (Want each : List.of(first, middle, across)) {
            Expect.blocked(b.v4().lock(each), "B waits");
        }
        Expect.granted(a.v4().unlock(as.range(40, 10)), "A unlocks [40,50)");
        Expect.granted(b, middle, stage.within(1_000), "W[40,50)");
        Expect.same(List.of(), b.grants().during(QUIET), "further GRANTED");
        Expect.denied(b.v4().lock(b.want(as.file()).range(0, 1)), "W[0,1) is A's");
    }

    private static void nothing(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Opaque file = stage.file();
        Expect.granted(b.v4().unlock(b.want(file)), "UNLOCK by an unknown client");
        Want as = a.want(file).range(0, 10);
        Expect.granted(a.v4().lock(as), "A W");
        Expect.granted(b.v4().unlock(b.want(file)), "B unlocks all");
        Expect.granted(a.v4().unlock(a.want(file)), "another owner of A unlocks all");
        Expect.granted(a.v4().unlock(as.range(20, 10)), "A unlocks a gap");
        Expect.denied(b.v4().lock(b.want(file).range(0, 1)), "B W[0,1)");
        Expect.denied(b.v4().lock(b.want(file).range(9, 1)), "B W[9,10)");
    }

    private static void pieces(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want as = a.want(stage.file());
        Want bs = b.want(as.file());
        Expect.granted(a.v4().lock(as.range(0, 10)), "A W[0,10)");
        Expect.granted(a.v4().lock(as.range(20, 10).read()), "A R[20,30)");
        Expect.granted(b.v4().lock(bs.range(35, 5).read()), "B R[35,40)");
        Expect.denied(a.v4().lock(as.range(0, 40)), "A W[0,40)");
        Expect.granted(b.v4().lock(bs.range(20, 10).read()), "B R[20,30): A's is still R");
        Expect.granted(b.v4().unlock(bs.range(20, 10)), "B unlocks it");
        Expect.granted(b.v4().lock(bs.range(10, 10).read()), "B R[10,20): A has nothing there");
        Expect.granted(b.v4().unlock(bs.range(10, 10)), "B unlocks it");
        Expect.granted(a.v4().lock(as.range(0, 35)), "A W[0,35)");
        holder(b, bs.range(0, 0), as, 0, 35);
    }
}
