package org.relock.tests.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.Opaque;

/** A server's lock table as a plain table of bytes: who may do what with each of them. */
final class Table {

    /** One owner's bytes of one file. */
    static final class Row {
        final LockOwner owner;
        final int[] held = new int[Span.SLOTS];
        final int[] reserved = new int[Span.SLOTS];

        Row(LockOwner owner) {
            this.owner = owner;
        }
    }

    /** Says what is no reason for concern. */
    interface Exempt {
        boolean is(String file, LockOwner owner, int slot, int mode);
    }

    private final Map<String, Map<String, Row>> files = new TreeMap<>();

    static Table of(RecordedState state) {
        Table table = new Table();
        for (Map.Entry<FileKey, List<Lock>> file : state.locks().entrySet()) {
            for (Lock lock : file.getValue()) {
                mark(table.row(file.getKey(), lock.owner()).held, lock.range(), lock.mode());
            }
        }
        for (Wish wish : state.wishes()) {
            if (wish.state() == Wish.State.OFFERED) {
                Row row = table.row(wish.request().file(), wish.request().owner());
                mark(row.reserved, wish.request().range(), wish.request().mode());
            }
        }
        return table;
    }

    private Row row(FileKey file, LockOwner owner) {
        return files.computeIfAbsent(nameOf(file.name()), any -> new TreeMap<>())
                .computeIfAbsent(nameOf(owner), any -> new Row(owner));
    }

    /** Zeros at the end of a handle do not count. */
    static String nameOf(Opaque file) {
        return file.toString().replaceFirst("(00)+$", "");
    }

    private static String nameOf(LockOwner owner) {
        return owner.client().number() + " " + owner.name();
    }

    private static void mark(int[] slots, ByteRange range, LockMode mode) {
        int last = range.toEnd() ? Span.SLOTS - 1 : (int) range.last();
        for (int i = (int) range.first(); i <= last; i++) {
            slots[i] = mode == LockMode.WRITE ? Belief.WRITE : Belief.READ;
        }
    }

    /** Finds a byte that two owners have in conflicting modes. */
    Optional<String> conflict() {
        for (Map.Entry<String, Map<String, Row>> file : files.entrySet()) {
            List<Row> rows = new ArrayList<>(file.getValue().values());
            for (int i = 0; i < rows.size(); i++) {
                for (int j = 0; j < i; j++) {
                    int slot = conflict(rows.get(i), rows.get(j));
                    if (slot >= 0) {
                        return Optional.of(
                                "byte "
                                        + slot
                                        + " of "
                                        + file.getKey()
                                        + " is both "
                                        + text(rows.get(i).owner)
                                        + "'s and "
                                        + text(rows.get(j).owner)
                                        + "'s");
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static int conflict(Row one, Row other) {
        for (int i = 0; i < Span.SLOTS; i++) {
            int mine = Math.max(one.held[i], one.reserved[i]);
            int yours = Math.max(other.held[i], other.reserved[i]);
            if (mine != Belief.NONE && yours != Belief.NONE && mine + yours > 2 * Belief.READ) {
                return i;
            }
        }
        return -1;
    }

    /** Returns an owner's name in words, if it is one of {@link App}'s. */
    static String text(LockOwner owner) {
        byte[] bytes = owner.name().toBytes();
        String oh =
                new String(
                        bytes, 4, bytes.length - 4, java.nio.charset.StandardCharsets.ISO_8859_1);
        return oh + " (client " + owner.client().number() + ")";
    }

    /**
     * Returns what an owner holds of a byte, whichever client it is thought to be of, or what is
     * kept for it: it may have heard of that sooner than we of its having heard.
     */
    int held(Opaque file, String oh, int slot) {
        int held = Belief.NONE;
        for (Row row : files.getOrDefault(nameOf(file), Map.of()).values()) {
            if (isOf(row, oh)) {
                held = Math.max(held, Math.max(row.held[slot], row.reserved[slot]));
            }
        }
        return held;
    }

    private static boolean isOf(Row row, String oh) {
        return text(row.owner).startsWith(oh + " ");
    }

    /**
     * Finds a byte that somebody holds here and, by {@code before}, neither held nor was offered:
     * of an offer its client may know although we do not know that it does.
     *
     * @param exempt whether an owner may hold a byte of a file all the same
     */
    Optional<String> newSince(Table before, Exempt exempt) {
        for (Map.Entry<String, Map<String, Row>> file : files.entrySet()) {
            Map<String, Row> old = before.files.getOrDefault(file.getKey(), Map.of());
            for (Map.Entry<String, Row> row : file.getValue().entrySet()) {
                Row then = old.get(row.getKey());
                for (int i = 0; i < Span.SLOTS; i++) {
                    int had = then == null ? Belief.NONE : Math.max(then.held[i], then.reserved[i]);
                    int has = row.getValue().held[i];
                    if (has > had && !exempt.is(file.getKey(), row.getValue().owner, i, has)) {
                        return Optional.of(
                                text(row.getValue().owner) + " holds byte " + i + " anew");
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Adds what {@code other} holds. */
    void add(Table other) {
        for (Map.Entry<String, Map<String, Row>> file : other.files.entrySet()) {
            for (Map.Entry<String, Row> row : file.getValue().entrySet()) {
                Row mine =
                        files.computeIfAbsent(file.getKey(), any -> new TreeMap<>())
                                .computeIfAbsent(
                                        row.getKey(), any -> new Row(row.getValue().owner));
                for (int i = 0; i < Span.SLOTS; i++) {
                    mine.held[i] = Math.max(mine.held[i], row.getValue().held[i]);
                    mine.reserved[i] = Math.max(mine.reserved[i], row.getValue().reserved[i]);
                }
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Map<String, Row>> file : files.entrySet()) {
            for (Row row : file.getValue().values()) {
                text.append(file.getKey()).append(' ').append(text(row.owner)).append(": ");
                for (int i = 0; i < Span.SLOTS; i++) {
                    text.append(".rw".charAt(row.held[i]));
                }
                text.append(" offered ");
                for (int i = 0; i < Span.SLOTS; i++) {
                    text.append(".rw".charAt(row.reserved[i]));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
