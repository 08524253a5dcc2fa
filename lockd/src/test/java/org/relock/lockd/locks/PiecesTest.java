package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.Opaque;

/** A table that is copied while it changes. */
class PiecesTest {

    private static final int BYTES = 64;
    private static final int CLIENTS = 5;

    /** The bytes of each owner on each file, by what a journal is told. */
    private static final class Bytes implements LockJournal {
        final Map<String, char[]> rows = new HashMap<>();
        final Map<Long, Wish> wishes = new HashMap<>();
        final Map<String, ShareReservation> shares = new HashMap<>();

        private void fill(FileKey file, LockOwner owner, ByteRange range, char with) {
            char[] row =
                    rows.computeIfAbsent(
                            file + " " + owner, key -> " ".repeat(BYTES).toCharArray());
            for (int i = (int) range.first(); i <= (int) range.last(); i++) {
                row[i] = with;
            }
        }

        @Override
        public void locked(FileKey file, Lock lock) {
            fill(file, lock.owner(), lock.range(), lock.mode() == LockMode.WRITE ? 'W' : 'r');
        }

        @Override
        public void unlocked(FileKey file, LockOwner owner, ByteRange range) {
            fill(file, owner, range, ' ');
        }

        @Override
        public void waits(Wish wish) {
            wishes.put(wish.id(), wish);
        }

        @Override
        public void gone(long wish) {
            wishes.remove(wish);
        }

        @Override
        public void shared(FileKey file, ShareReservation share) {
            shares.put(file + " " + share.owner(), share);
        }

        @Override
        public void unshared(FileKey file, LockOwner owner) {
            shares.remove(file + " " + owner);
        }

        Map<String, String> held() {
            Map<String, String> held = new HashMap<>();
            rows.forEach(
                    (key, row) -> {
                        if (!new String(row).isBlank()) {
                            held.put(key, new String(row));
                        }
                    });
            return held;
        }
    }

    /** Passes on to the copy, and does something to the table now and then. */
    private static LockJournal disturbed(Bytes copy, Runnable change) {
        return (LockJournal)
                Proxy.newProxyInstance(
                        LockJournal.class.getClassLoader(),
                        new Class<?>[] {LockJournal.class},
                        (proxy, method, arguments) -> {
                            change.run();
                            return method.invoke(copy, arguments);
                        });
    }

    private static FileKey file(int number) {
        return new FileKey(number % 3, Opaque.ofHex(String.format("%08x", number)));
    }

    private static void step(LockService locks, Random random, int files) {
        FileKey file = file(random.nextInt(files));
        int client = random.nextInt(CLIENTS);
        LockOwner owner = new LockOwner(new ClientId(client), Opaque.ofHex("01"));
        long first = random.nextInt(BYTES - 8);
        ByteRange range = new ByteRange(first, first + random.nextInt(8));
        Taken taken = new Taken(Table.SERVER, 1, true, 0);
        LockMode mode = random.nextInt(3) == 0 ? LockMode.WRITE : LockMode.READ;
        LockRequest request = new LockRequest(file, owner, mode, range, false, taken);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> locks.lock(request);
            case 3 -> locks.lockOrWait(request, Opaque.EMPTY);
            case 4, 5 -> locks.unlock(file, owner, range);
            case 6 ->
                    locks.share(
                            file, new ShareReservation(owner, random.nextInt(4), 0, taken), false);
            default -> {
                if (random.nextInt(50) == 0) {
                    locks.release(owner.client());
                } else {
                    locks.unshare(file, owner);
                }
            }
        }
    }

    /** What the copy was told, and then what the journal heard meanwhile, is the table. */
    @Test
    void aCopyAndTheChangesSinceItBeganAreTheTable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int files : List.of(1, 20, 2_000)) {
            List<Consumer<LockJournal>> since = new ArrayList<>();
            Bytes straight = new Bytes();
            LockJournal journal =
                    (LockJournal)
                            Proxy.newProxyInstance(
                                    LockJournal.class.getClassLoader(),
                                    new Class<?>[] {LockJournal.class},
                                    (proxy, method, arguments) -> {
                                        since.add(
                                                to -> {
                                                    try {
                                                        method.invoke(to, arguments);
                                                    } catch (ReflectiveOperationException e) {
                                                        throw new IllegalStateException(e);
                                                    }
                                                });
                                        return method.invoke(straight, arguments);
                                    });
            LockService locks = new Table(LockLimits.STANDARD, journal, RecordedState.EMPTY).locks;
            for (int i = 0; i < 6_000; i++) {
                step(locks, random, files);
            }
            for (int round = 0; round < 10; round++) {
                since.clear();
                Bytes copy = new Bytes();
                int pace = 1 + random.nextInt(20);
                long last =
                        locks.copyTo(
                                disturbed(
                                        copy,
                                        () -> {
                                            for (int i = random.nextInt(pace); i > 0; i--) {
                                                step(locks, random, files);
                                            }
                                        }));
                List.copyOf(since).forEach(change -> change.accept(copy));
                String hint = "seed " + seed + ", " + files + " files, round " + round;
                assertEquals(straight.held(), copy.held(), hint);
                assertEquals(straight.wishes, copy.wishes, hint);
                assertEquals(straight.shares, copy.shares, hint);
                assertEquals(locks.snapshot().lastWish(), last, hint);
            }
        }
    }

    /** Many owners of the same bytes, and one owner of many. */
    @Test
    void whatDoesNotFitIntoAPieceIsCopiedWhole() {
        LockService locks = new Table().locks;
        for (int i = 0; i < 2_000; i++) {
            LockOwner owner = new LockOwner(new ClientId(i), Opaque.EMPTY);
            locks.lock(request(owner, LockMode.READ, new ByteRange(0, 9)));
            locks.lock(
                    request(
                            Table.owner('a'),
                            LockMode.WRITE,
                            new ByteRange(20L * i + 20, 20L * i + 29)));
        }
        List<Lock> copied = new ArrayList<>();
        Bytes rest = new Bytes();
        locks.copyTo(
                (LockJournal)
                        Proxy.newProxyInstance(
                                LockJournal.class.getClassLoader(),
                                new Class<?>[] {LockJournal.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("locked")) {
                                        copied.add((Lock) arguments[1]);
                                        return null;
                                    }
                                    return method.invoke(rest, arguments);
                                }));
        assertEquals(4_000, copied.size());
        assertEquals(
                new HashSet<>(locks.snapshot().locks().get(Table.FILE)), new HashSet<>(copied));
    }

    private static LockRequest request(LockOwner owner, LockMode mode, ByteRange range) {
        return new LockRequest(Table.FILE, owner, mode, range, false, Table.taken());
    }
}
