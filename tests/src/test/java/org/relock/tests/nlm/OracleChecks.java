package org.relock.tests.nlm;

import java.util.List;
import java.util.Random;

/** NLM checks 18 and 19: locks agree with a plain table of bytes, and TEST with LOCK. */
final class OracleChecks {

    /** Bytes 0 to 15, and one that stands for all behind them. */
    private static final int BYTES = 17;

    private static final int OWNERS = 4;
    private static final int STEPS = 250;

    private OracleChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(
                        18, "random calls leave what a table of bytes holds", OracleChecks::table),
                new Check(19, "TEST tells the holder exactly", OracleChecks::holder),
                new Check(
                        19,
                        "TEST ignores own locks, and readers do not conflict",
                        OracleChecks::own));
    }

    /** What each owner holds: 0 nothing, 1 a read lock, 2 a write lock, byte by byte. */
    private static final class Table {
        private final int[][] held = new int[OWNERS][BYTES];

        boolean conflict(int owner, boolean write, int from, int to) {
            for (int other = 0; other < OWNERS; other++) {
                for (int at = from; other != owner && at < to; at++) {
                    if (held[other][at] == 2 || (write && held[other][at] == 1)) {
                        return true;
                    }
                }
            }
            return false;
        }

        void set(int owner, int from, int to, int what) {
            java.util.Arrays.fill(held[owner], from, to, what);
        }
    }

    private static void table(Stage stage) {
        Client[] clients = {stage.client(), stage.client()};
        for (int seed = 1; seed <= Math.max(1, stage.rounds() / 10); seed++) {
            oneTable(stage, clients, new Random(seed), "seed " + seed);
        }
    }

    private static void oneTable(Stage stage, Client[] clients, Random random, String seed) {
        Table table = new Table();
        Want[] owners = new Want[OWNERS];
        owners[0] = clients[0].want(stage.file());
        for (int i = 1; i < OWNERS; i++) {
            owners[i] = clients[i % 2].want(owners[0].file());
        }
        for (int step = 0; step < STEPS; step++) {
            int owner = random.nextInt(OWNERS);
            Asker asker = clients[owner % 2].v4();
            int from = random.nextInt(BYTES);
            int to = from + 1 + random.nextInt(BYTES - from);
            boolean write = random.nextBoolean();
            long length = to == BYTES ? 0 : to - from;
            Want want = owners[owner].range(from, length);
            want = write ? want.write() : want.read();
            String what = seed + ", step " + step;
            if (random.nextInt(3) == 0) {
                Expect.granted(asker.unlock(want), what);
                table.set(owner, from, to, 0);
                continue;
            }
            Stat expected = table.conflict(owner, write, from, to) ? Stat.DENIED : Stat.GRANTED;
            Expect.same(expected, asker.test(want).stat(), "TEST, " + what);
            Expect.same(expected, asker.lock(want), "LOCK, " + what);
            if (expected == Stat.GRANTED) {
                table.set(owner, from, to, write ? 2 : 1);
            }
        }
    }

    private static void holder(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        for (long[] range : List.of(new long[] {7, 5}, new long[] {1L << 40, 0})) {
            for (int svid : List.of(1, 0, -1, Integer.MIN_VALUE)) {
                Want as = a.want(stage.file()).range(range[0], range[1]);
                as = as.owner(svid, as.oh());
                Expect.granted(a.v4().lock(as), "A W");
                Result result = b.v4().test(b.want(as.file()));
                Expect.same(
                        new Result.Holder(true, svid, as.oh(), range[0], range[1]),
                        result.holder().orElseThrow(() -> new CheckFailed("" + result.stat())),
                        "holder");
                Expect.granted(a.v4().lock(as.read()), "A's downgrade");
                Result.Holder reader =
                        b.v4().test(b.want(as.file()))
                                .holder()
                                .orElseThrow(() -> new CheckFailed("no holder"));
                Expect.same(false, reader.exclusive(), "holder exclusive");
            }
        }
    }

    private static void own(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want as = a.want(stage.file()).range(0, 10);
        Expect.granted(a.v4().lock(as), "A W");
        Expect.granted(a.v4().test(as).stat(), "TEST of one's own");
        Expect.granted(a.v4().test(as.range(5, 10)).stat(), "TEST over one's own");
        Expect.granted(a.v4().lock(as.read()), "A R");
        Expect.granted(b.v4().test(b.want(as.file()).read()).stat(), "TEST R beside R");
        Want waiter = b.want(as.file()).range(0, 10).waiting();
        Expect.blocked(b.v4().lock(waiter), "B waits for W");
        Client c = stage.client();
        Want cs = c.want(as.file()).range(0, 10).read();
        Stat test = c.v4().test(cs).stat();
        Expect.same(test, c.v4().lock(cs), "LOCK beside a waiter, where TEST said " + test);
    }
}
