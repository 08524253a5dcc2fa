package org.relock.lockd.lockctl;

import java.io.PrintStream;
import java.util.List;
import java.util.StringJoiner;

/** The tables, a row of the answer becoming a row of cells. */
final class Tables {

    /** Blockers of one waiter that are shown. */
    private static final int BLOCKERS = 3;

    private final PrintStream out;
    private final boolean wide;

    Tables(PrintStream out, boolean wide) {
        this.out = out;
        this.wide = wide;
    }

    /** Begins the table of an array of that name. */
    Table of(String name) {
        return switch (name) {
            case "locks" ->
                    new Table(
                            out, "LOCK", "CLIENT", "OWNER", "MODE", "BYTES", "FILE", "SERVER",
                            "AGE");
            case "waiters" ->
                    new Table(
                            out, "WAITER", "STATE", "CLIENT", "OWNER", "MODE", "BYTES", "FILE",
                            "AGE", "BEHIND");
            case "shares" ->
                    new Table(
                            out, "SHARE", "CLIENT", "OWNER", "ACCESS", "DENY", "FILE", "SERVER",
                            "AGE");
            case "clients" ->
                    new Table(
                            out,
                            "CLIENT",
                            "NAME",
                            "ADDRESSES",
                            "WATCHED",
                            "STATE",
                            "SILENT",
                            "LOCKS",
                            "WAITERS",
                            "SHARES");
            case "exports" -> new Table(out, "PATH", "CLIENT", "FILE-SYSTEM", "OPTIONS");
            case "mounts" -> new Table(out, "CLIENT", "PATH");
            case "procedures" ->
                    new Table(
                            out,
                            "PROCEDURE",
                            "CALLS",
                            "OK",
                            "FAILED",
                            "MEAN-US",
                            "P50-US",
                            "P99-US");
            default -> new Table(out, "GRACE-OF", "SECONDS-LEFT", "AWAITED");
        };
    }

    String[] cells(String name, Row row) {
        return switch (name) {
            case "locks" ->
                    new String[] {
                        row.word("id"),
                        client(row),
                        owner(row),
                        row.word("mode"),
                        range(row),
                        word(row, "file"),
                        word(row, "server"),
                        Shown.age(row.word("age_seconds"))
                    };
            case "waiters" ->
                    new String[] {
                        row.word("id"),
                        row.word("state"),
                        client(row),
                        owner(row),
                        row.word("mode"),
                        range(row),
                        word(row, "file"),
                        Shown.age(row.word("age_seconds")),
                        blockers(row.list("blockers"))
                    };
            case "shares" ->
                    new String[] {
                        row.word("id"),
                        client(row),
                        owner(row),
                        row.word("access"),
                        row.word("deny"),
                        word(row, "file"),
                        word(row, "server"),
                        Shown.age(row.word("age_seconds"))
                    };
            case "clients" ->
                    new String[] {
                        row.word("client"),
                        word(row, "name"),
                        joined(row.list("addresses")),
                        row.word("watched"),
                        row.word("state"),
                        Shown.age(row.word("silent_seconds")),
                        row.word("locks"),
                        row.word("waiters"),
                        row.word("shares")
                    };
            case "exports" ->
                    new String[] {
                        word(row, "path"),
                        word(row, "client"),
                        row.word("file_system"),
                        Shown.text(row.word("options"))
                    };
            case "mounts" -> new String[] {word(row, "address"), word(row, "path")};
            case "procedures" ->
                    new String[] {
                        row.word("procedure"),
                        row.word("calls"),
                        row.word("ok"),
                        failures(row.list("failures")),
                        row.word("mean_microseconds"),
                        row.word("p50_microseconds"),
                        row.word("p99_microseconds")
                    };
            default ->
                    new String[] {
                        word(row, "server"), row.word("seconds_left"), joined(row.list("awaited"))
                    };
        };
    }

    private String word(Row row, String name) {
        return Shown.word(row.word(name), wide);
    }

    /** Returns who it is, in one word or two. */
    String holder(Row row) {
        return client(row) + " " + owner(row);
    }

    private String client(Row row) {
        if (row.word("address").isEmpty()) {
            return "client-" + row.word("client");
        }
        return word(row, "name") + "@" + Shown.text(row.word("address"));
    }

    private String owner(Row row) {
        String oh = row.word("oh");
        String svid = row.word("svid").isEmpty() ? "-" : row.word("svid");
        return oh.isEmpty() ? svid : svid + "/" + Shown.word(Shown.bytes(oh), wide);
    }

    private static String range(Row row) {
        return Shown.range(row.word("offset"), row.word("length"));
    }

    private String blockers(List<Row> blockers) {
        StringJoiner shown = new StringJoiner(", ");
        for (int i = 0; i < blockers.size() && (wide || i < BLOCKERS); i++) {
            shown.add(holder(blockers.get(i)));
        }
        if (!wide && blockers.size() > BLOCKERS) {
            shown.add("and " + (blockers.size() - BLOCKERS) + " more");
        }
        return blockers.isEmpty() ? "-" : shown.toString();
    }

    /** Returns the number of failures and, if there are any, how many of each. */
    private static String failures(List<Row> failures) {
        StringJoiner each = new StringJoiner(",");
        for (Row failure : failures) {
            each.add(failure.word("status") + ":" + failure.word("count"));
        }
        return failures.isEmpty() ? "0" : each.toString();
    }

    private static String joined(List<Row> words) {
        StringJoiner shown = new StringJoiner(",");
        words.forEach(word -> shown.add(Shown.text(word.word(""))));
        return words.isEmpty() ? "-" : shown.toString();
    }
}
