package org.relock.tests.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.relock.state.xdr.Opaque;

/**
 * Load on running NFSv3 servers, beside each other.
 *
 * <pre>
 * NfsLoad rates   UID SECONDS ROUNDS ROWS TARGET...  calls a second of each of the ROWS, or "all"
 * NfsLoad list    UID ENTRIES ROUNDS TARGET...       milliseconds of READDIRPLUS to the end
 * NfsLoad through UID MEBIBYTES TARGET               writes a file and reads it once
 * </pre>
 *
 * A TARGET is NAME=HOST:PORT:MOUNTPORT:PATH, or NAME=HOST:PORT for {@link NfsEchoMain}. A figure is
 * the median of the rounds, which take turns, with the least and the most.
 */
final class NfsLoad {

    private static final int CONNECTIONS = 4;
    private static final int OUTSTANDING = 8;
    private static final int KIB = 1_024;

    /** What an answer to READDIRPLUS may have, in bytes. */
    private static final int LISTING = 64 * KIB;

    private static final double WARM_UP_SECONDS = 0.5;

    private final String[] words;
    private final int uid;
    private final List<NfsTarget> targets = new ArrayList<>();
    private final Set<Integer> failed = new HashSet<>();

    private NfsLoad(String[] words) {
        this.words = words;
        uid = Integer.parseInt(words[1]);
        for (String word : words) {
            if (word.contains("=")) {
                targets.add(NfsTarget.parse(word));
            }
        }
    }

    public static void main(String[] args) throws Exception {
        NfsLoad load = new NfsLoad(args);
        switch (args[0]) {
            case "rates" -> load.rates();
            case "list" -> load.list();
            case "through" -> load.through();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Calls of one kind to files of one server. */
    private interface Calls {
        NfsCall[] of(NfsFiles files, int slot);
    }

    /** One line of the table. */
    private record Row(String key, String what, int connections, int outstanding, Calls calls) {}

    private List<Row> rows() {
        return List.of(
                pumped("getattr", "GETATTR", (f, slot) -> one(NfsCall.getattr(uid, f.file()))),
                pumped(
                        "lookup",
                        "LOOKUP",
                        (f, slot) ->
                                one(
                                        NfsCall.named(
                                                uid,
                                                NfsCall.LOOKUP,
                                                f.directory(),
                                                NfsFiles.NAME))),
                pumped("read4k", "READ 4 KiB", (f, slot) -> one(read(f, 4 * KIB, slot))),
                new Row(
                        "read64k",
                        "READ 64 KiB",
                        CONNECTIONS,
                        4,
                        (f, slot) -> one(read(f, 64 * KIB, slot))),
                new Row("read1m", "READ 1 MiB", 2, 2, (f, slot) -> one(read(f, KIB * KIB, slot))),
                pumped(
                        "write4k",
                        "WRITE 4 KiB unstable",
                        (f, slot) -> one(write(f, 4 * KIB, NfsCall.UNSTABLE, slot))),
                new Row(
                        "write64k",
                        "WRITE 64 KiB unstable",
                        CONNECTIONS,
                        4,
                        (f, slot) -> one(write(f, 64 * KIB, NfsCall.UNSTABLE, slot))),
                pumped("create", "CREATE and REMOVE", this::create),
                new Row(
                        "sync",
                        "WRITE 4 KiB FILE_SYNC",
                        4,
                        4,
                        (f, slot) -> one(write(f, 4 * KIB, NfsCall.FILE_SYNC, slot))));
    }

    private static Row pumped(String key, String what, Calls calls) {
        return new Row(key, what, CONNECTIONS, OUTSTANDING, calls);
    }

    private static NfsCall[] one(NfsCall call) {
        return new NfsCall[] {call};
    }

    private NfsCall read(NfsFiles files, int count, int slot) {
        return NfsCall.read(uid, files.file(), count, slot * 97L, NfsFiles.SIZE);
    }

    private NfsCall write(NfsFiles files, int count, int stable, int slot) {
        return NfsCall.write(uid, files.file(), count, stable, slot * 97L, NfsFiles.SIZE);
    }

    private NfsCall[] create(NfsFiles files, int slot) {
        String name = "new-" + slot;
        return new NfsCall[] {
            NfsCall.make(uid, NfsCall.CREATE, files.directory(), name, 0644),
            NfsCall.named(uid, NfsCall.REMOVE, files.directory(), name)
        };
    }

    private void rates() throws Exception {
        double seconds = Double.parseDouble(words[2]);
        int rounds = Integer.parseInt(words[3]);
        List<String> wanted = Arrays.asList(words[4].split(","));
        List<NfsFiles> files = new ArrayList<>();
        for (NfsTarget target : targets) {
            files.add(NfsFiles.on(target, uid));
        }
        for (Row row : rows()) {
            if (wanted.contains(row.key()) || wanted.contains("all")) {
                compare(
                        row.what()
                                + " calls/s, "
                                + row.connections()
                                + " connections, "
                                + row.outstanding()
                                + " outstanding",
                        rounds,
                        (target, warm) ->
                                NfsPump.run(
                                        targets.get(target),
                                        row.connections(),
                                        row.outstanding(),
                                        warm ? WARM_UP_SECONDS : seconds,
                                        (connection, slot) ->
                                                row.calls()
                                                        .of(
                                                                files.get(target),
                                                                connection * OUTSTANDING + slot)));
            }
        }
        if (wanted.contains("alone") || wanted.contains("all")) {
            compare(
                    "GETATTR, 1 outstanding, median us",
                    rounds,
                    (target, warm) ->
                            alone(
                                    targets.get(target),
                                    NfsCall.getattr(uid, files.get(target).file()),
                                    seconds));
        }
    }

    private static double alone(NfsTarget target, NfsCall call, double seconds) throws IOException {
        try (NfsTalk talk = new NfsTalk(target.address())) {
            long[] nanos = new long[1_000_000];
            long end = System.nanoTime() + (long) (seconds * 1e9);
            int count = 0;
            for (long now = System.nanoTime(); now < end && count < nanos.length; ) {
                talk.done(call);
                long then = System.nanoTime();
                nanos[count++] = then - now;
                now = then;
            }
            return Figures.ofNanos(nanos, count).median();
        }
    }

    private void list() throws Exception {
        int entries = Integer.parseInt(words[2]);
        List<Opaque> directories = new ArrayList<>();
        for (NfsTarget target : targets) {
            directories.add(NfsFiles.crowd(target, uid, entries));
        }
        compare(
                "READDIRPLUS of " + entries + " entries, ms",
                Integer.parseInt(words[3]),
                (target, warm) -> {
                    try (NfsTalk talk = new NfsTalk(targets.get(target).address())) {
                        long begin = System.nanoTime();
                        int seen = talk.list(uid, directories.get(target), LISTING);
                        if (seen != entries && seen != entries + 2) {
                            throw new IllegalStateException(seen + " entries were seen");
                        }
                        return (System.nanoTime() - begin) / 1e6;
                    }
                });
    }

    private void through() throws IOException {
        long size = Long.parseLong(words[2]) << 20;
        NfsTarget target = targets.get(0);
        Opaque top = NfsTalk.mount(target);
        try (NfsTalk talk = new NfsTalk(target.address())) {
            Opaque file = talk.made(uid, NfsCall.CREATE, top, "large", 0644);
            NfsFiles.fill(talk, uid, file, size);
            NfsCall read = NfsCall.read(uid, file, 1 << 20, 0, size);
            for (long at = 0; at < size; at += 1 << 20) {
                talk.done(read);
            }
            talk.done(NfsCall.named(uid, NfsCall.REMOVE, top, "large"));
        }
    }

    /** Measures one server once. */
    private interface Round {
        double once(int target, boolean warm) throws Exception;
    }

    /**
     * Measures all, round by round; the last one is compared with each of the others. A server that
     * goes away is left out from then on.
     */
    private void compare(String what, int rounds, Round round) {
        List<List<Double>> values = new ArrayList<>();
        for (int target = 0; target < targets.size(); target++) {
            values.add(new ArrayList<>());
            once(target, true, round, new ArrayList<>());
        }
        for (int i = 0; i < rounds; i++) {
            for (int target = 0; target < targets.size(); target++) {
                once(target, false, round, values.get(target));
            }
        }
        StringBuilder told = new StringBuilder(what + ":");
        double ours = median(values.get(targets.size() - 1));
        for (int target = 0; target < targets.size(); target++) {
            told.append(' ').append(targets.get(target).name()).append(' ');
            if (values.get(target).isEmpty()) {
                told.append("failed;");
                continue;
            }
            told.append(figures(values.get(target)));
            if (target < targets.size() - 1) {
                told.append(String.format(" (%.2f);", ours / median(values.get(target))));
            }
        }
        System.out.println(told);
    }

    private void once(int target, boolean warm, Round round, List<Double> into) {
        if (failed.contains(target)) {
            return;
        }
        try {
            into.add(round.once(target, warm));
        } catch (Exception e) {
            failed.add(target);
            System.out.println(targets.get(target).name() + " failed: " + e);
        }
    }

    private static Figures figures(List<Double> values) {
        return Figures.of(values.stream().mapToDouble(value -> value).toArray());
    }

    private static double median(List<Double> values) {
        return values.isEmpty() ? Double.NaN : figures(values).median();
    }
}
