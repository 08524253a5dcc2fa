package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients and programs lock and unlock by chance. What the table has locked is at any time the
 * union of what is held and offered, and who waits has somebody in the way.
 */
class LocalLocksModelTest {

    private final Programs programs = new Programs();
    private final Table table = new Table(programs, RecordedState.EMPTY);

    static long[] seeds() {
        return Seeds.all().toArray();
    }

    @ParameterizedTest(name = "locks.seed={0}")
    @MethodSource("seeds")
    void programsMeetTheUnionOfAllLocks(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < Seeds.steps(); step++) {
            String done = step(random);
            String where = "seed " + seed + ", step " + step + ": " + done;
            RecordedState state = table.locks.snapshot();
            assertEquals(union(state), programs.picture(), where);
            assertEquals(isInUse(state), programs.inUse, where);
            if (done.equals("retry")) {
                state.wishes().forEach(wish -> hasSomebodyInTheWay(wish, where));
            }
        }
    }

    private String step(Random random) {
        int first = random.nextInt(Table.BYTES);
        int last = first + random.nextInt(Table.BYTES - first);
        char letter = "abcdABCD".charAt(random.nextInt(8));
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                table.lock(letter, first, last);
                return "lock " + letter + first + "-" + last;
            }
            case 2, 3 -> {
                table.lockOrWait(letter, first, last);
                return "wait " + letter + first + "-" + last;
            }
            case 4, 5 -> {
                table.unlock(Character.toLowerCase(letter), first, last);
                return "unlock " + letter + first + "-" + last;
            }
            case 6 -> {
                programs.lock(letter > 'D' ? LockMode.READ : LockMode.WRITE, first, last);
                return "program " + first + "-" + last;
            }
            case 7 -> {
                programs.unlock(first, last);
                return "program unlocks " + first + "-" + last;
            }
            case 8 -> {
                table.locks.retryLocal();
                return "retry";
            }
            default -> {
                return answer(random, letter);
            }
        }
    }

    private String answer(Random random, char letter) {
        for (Wish wish : table.locks.snapshot().wishes()) {
            if (wish.state() == Wish.State.OFFERED) {
                switch (random.nextInt(4)) {
                    case 0 -> table.locks.decline(wish.id());
                    case 1 -> table.locks.giveUpOffer(wish.id());
                    default -> table.locks.confirm(wish.id());
                }
                return "answer " + wish;
            }
        }
        table.locks.release(Table.client(Character.toLowerCase(letter)));
        return "release " + letter;
    }

    private static boolean isInUse(RecordedState state) {
        return state.locks().values().stream().anyMatch(locks -> !locks.isEmpty())
                || state.wishes().stream().anyMatch(wish -> wish.state() != Wish.State.DORMANT);
    }

    private static String union(RecordedState state) {
        char[] bytes = new char[Table.BYTES];
        Arrays.fill(bytes, '.');
        state.locks().values().forEach(all -> all.forEach(it -> add(bytes, it.mode(), it.range())));
        for (Wish wish : state.wishes()) {
            if (wish.state() == Wish.State.OFFERED) {
                add(bytes, wish.request().mode(), wish.request().range());
            }
        }
        return new String(bytes);
    }

    private static void add(char[] bytes, LockMode mode, ByteRange range) {
        for (int at = (int) range.first(); at <= range.last(); at++) {
            if (mode == LockMode.WRITE) {
                bytes[at] = 'w';
            } else if (bytes[at] == '.') {
                bytes[at] = 'r';
            }
        }
    }

    private void hasSomebodyInTheWay(Wish wish, String where) {
        if (wish.state() == Wish.State.WAITING && table.locks.blockersOf(wish.id()).isEmpty()) {
            LockRequest request = wish.request();
            assertInstanceOf(
                    LocalAnswer.Held.class,
                    programs.test(request.file(), request.mode(), request.range()),
                    () -> where + " leaves " + wish);
        }
    }
}
