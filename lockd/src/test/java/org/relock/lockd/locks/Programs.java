package org.relock.lockd.locks;

import java.util.Arrays;

/**
 * Programs of this machine as a model, byte by byte, with one lock of theirs per byte at most: in a
 * picture, {@code r} and {@code w} are what the table has locked, or a program.
 */
final class Programs implements LocalLocks {

    private final char[] ours = nothing();
    private final char[] theirs = nothing();

    /** Whether the table asked for another try. */
    boolean retries;

    /** Whether something is on the file, as the table said last. */
    boolean inUse;

    private static char[] nothing() {
        char[] all = new char[Table.BYTES];
        Arrays.fill(all, '.');
        return all;
    }

    private static char letter(LockMode mode) {
        return mode == LockMode.WRITE ? 'w' : 'r';
    }

    private static int end(ByteRange range) {
        return Long.compareUnsigned(range.last(), Table.BYTES) >= 0
                ? Table.BYTES
                : (int) range.last() + 1;
    }

    private static void fill(char[] bytes, ByteRange range, char letter) {
        if (range.first() < Table.BYTES) {
            Arrays.fill(bytes, (int) range.first(), end(range), letter);
        }
    }

    private static int conflict(char[] with, LockMode mode, ByteRange range) {
        for (int at = (int) range.first(); at < end(range); at++) {
            if (with[at] == 'w' || (with[at] == 'r' && mode == LockMode.WRITE)) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public LocalAnswer take(FileKey file, LockMode wanted, ByteRange range) {
        LocalAnswer answer = test(file, wanted, range);
        if (answer == LocalAnswer.Free.INSTANCE) {
            fill(ours, range, letter(wanted));
        }
        return answer;
    }

    @Override
    public LocalAnswer test(FileKey file, LockMode wanted, ByteRange range) {
        int at = conflict(theirs, wanted, range);
        if (at < 0) {
            return LocalAnswer.Free.INSTANCE;
        }
        LockMode held = theirs[at] == 'w' ? LockMode.WRITE : LockMode.READ;
        return new LocalAnswer.Held(held, Table.bytes(at, at), 77);
    }

    @Override
    public void give(FileKey file, ByteRange range) {
        fill(ours, range, '.');
    }

    @Override
    public void decided(FileKey file, boolean isInUse) {
        inUse = isInUse;
    }

    @Override
    public void left(FileKey file) {
        inUse = false;
    }

    @Override
    public void retryLater() {
        retries = true;
    }

    /** A program locks bytes, if it may. */
    boolean lock(LockMode wanted, long first, long last) {
        boolean free = conflict(ours, wanted, Table.bytes(first, last)) < 0;
        if (free) {
            fill(theirs, Table.bytes(first, last), letter(wanted));
        }
        return free;
    }

    void unlock(long first, long last) {
        fill(theirs, Table.bytes(first, last), '.');
    }

    /** Returns what the table has locked. */
    String picture() {
        return new String(ours);
    }
}
