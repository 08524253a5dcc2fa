package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * NLM checks 18 and 19: any sequence of calls by four owners leaves what a plain table of bytes
 * would hold, and a test always says what a lock then does. The last byte of the table stands for
 * the rest of the file, to its end.
 */
class BytesModelTest {

    private static final int BYTES = Table.BYTES + 1;
    private static final String OWNERS = "abcd";

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithATableOfBytes(long seed) {
        Random random = new Random(seed);
        Table table = new Table();
        char[][] bytes = new char[OWNERS.length()][BYTES];
        for (char[] row : bytes) {
            Arrays.fill(row, '.');
        }
        for (int step = 0; step < Seeds.steps(); step++) {
            int who = random.nextInt(OWNERS.length());
            char letter = OWNERS.charAt(who);
            int from = random.nextInt(BYTES);
            int to = from + random.nextInt(BYTES - from);
            long last = to == BYTES - 1 ? ByteRange.END : to;
            if (random.nextInt(3) == 0) {
                table.unlock(letter, from, last);
                Arrays.fill(bytes[who], from, to + 1, '.');
            } else {
                char asked = random.nextBoolean() ? letter : Character.toUpperCase(letter);
                LockOutcome expected = table.test(asked, from, last);
                LockOutcome outcome = table.lock(asked, from, last);
                String where = "seed " + seed + ", step " + step;
                assertEquals(expected, outcome, where);
                assertEquals(isFree(bytes, who, asked, from, to), isGranted(outcome), where);
                if (isGranted(outcome)) {
                    Arrays.fill(bytes[who], from, to + 1, asked);
                } else {
                    assertFirstInTheWay(bytes, who, asked, from, to, outcome, where);
                }
            }
            assertSame(bytes, table, "seed " + seed + ", step " + step);
        }
    }

    private static boolean isGranted(LockOutcome outcome) {
        return outcome == LockOutcome.Granted.INSTANCE;
    }

    private static boolean isFree(char[][] bytes, int who, char asked, int from, int to) {
        for (int at = from; at <= to; at++) {
            if (isInTheWay(bytes, who, asked, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInTheWay(char[][] bytes, int who, char asked, int at) {
        for (int other = 0; other < bytes.length; other++) {
            char there = bytes[other][at];
            if (other != who
                    && there != '.'
                    && (Character.isUpperCase(there) || Character.isUpperCase(asked))) {
                return true;
            }
        }
        return false;
    }

    private static void assertFirstInTheWay(
            char[][] bytes,
            int who,
            char asked,
            int from,
            int to,
            LockOutcome outcome,
            String where) {
        Lock holder = ((LockOutcome.Denied) outcome).holder();
        int first = from;
        while (!isInTheWay(bytes, who, asked, first)) {
            first++;
        }
        ByteRange range = new ByteRange(from, to == BYTES - 1 ? ByteRange.END : to);
        assertTrue(holder.range().overlaps(range), where);
        // It may start before the bytes that were asked for, but not after the first in the way.
        assertTrue(Long.compareUnsigned(holder.range().first(), first) <= 0, where);
    }

    private static void assertSame(char[][] bytes, Table table, String where) {
        char[][] held = new char[OWNERS.length()][BYTES];
        for (char[] row : held) {
            Arrays.fill(row, '.');
        }
        int pieces = 0;
        for (Lock lock : table.held()) {
            char letter = (char) lock.owner().client().number();
            char shown = lock.mode() == LockMode.WRITE ? Character.toUpperCase(letter) : letter;
            int last = lock.range().toEnd() ? BYTES - 1 : (int) lock.range().last();
            Arrays.fill(held[OWNERS.indexOf(letter)], (int) lock.range().first(), last + 1, shown);
            pieces++;
        }
        for (int who = 0; who < bytes.length; who++) {
            assertEquals(new String(bytes[who]), new String(held[who]), where);
        }
        assertEquals(runs(bytes), pieces, where + ": neighbours of one mode are one lock");
    }

    /** How many separate locks a row of bytes comes to. */
    private static int runs(char[][] bytes) {
        int runs = 0;
        for (char[] row : bytes) {
            for (int at = 0; at < row.length; at++) {
                if (row[at] != '.' && (at == 0 || row[at - 1] != row[at])) {
                    runs++;
                }
            }
        }
        return runs;
    }
}
