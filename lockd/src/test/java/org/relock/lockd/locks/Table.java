package org.relock.lockd.locks;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.xdr.Opaque;

/**
 * A lock table under test, one file, and four owners named a to d, each a client of its own. In a
 * picture such as {@code "aa.BB"} each byte shows its holders; capitals write.
 */
final class Table implements OfferListener {

    static final FileKey FILE = new FileKey(1, text("file"));
    static final InetAddress SERVER = address(1);

    /** How many bytes a picture shows, and one more for the end of the file. */
    static final int BYTES = 16;

    /** What the listener heard, as "offered 3" and "settled 3". */
    final List<String> heard = new ArrayList<>();

    long now;
    final LockService locks;

    Table() {
        this(LockLimits.STANDARD, LockJournal.NONE, RecordedState.EMPTY);
    }

    Table(LockLimits limits, LockJournal journal, RecordedState state) {
        locks = new LockService(() -> now, limits, journal, this, state);
    }

    /** A table that programs of this machine meet. */
    Table(LocalLocks local, RecordedState state) {
        locks =
                new LockService(
                        () -> now,
                        LockLimits.STANDARD,
                        LockJournal.NONE,
                        this,
                        local,
                        state,
                        fileSystem -> true);
    }

    static Opaque text(String text) {
        return Opaque.copyOf(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the owner of that letter, a client of its own. */
    static LockOwner owner(char letter) {
        return new LockOwner(client(letter), text("owner " + letter));
    }

    static ClientId client(char letter) {
        return new ClientId(letter);
    }

    static Taken taken() {
        return new Taken(SERVER, 1, true, 0);
    }

    /** Returns bytes {@code first} to {@code last}; -1 is the end of the file. */
    static ByteRange bytes(long first, long last) {
        return new ByteRange(first, last);
    }

    /** A capital asks for a write lock. */
    static LockRequest request(char letter, long first, long last) {
        return new LockRequest(
                FILE,
                owner(Character.toLowerCase(letter)),
                Character.isUpperCase(letter) ? LockMode.WRITE : LockMode.READ,
                bytes(first, last),
                false,
                taken());
    }

    static LockRequest reclaim(char letter, long first, long last) {
        LockRequest plain = request(letter, first, last);
        return new LockRequest(
                plain.file(), plain.owner(), plain.mode(), plain.range(), true, plain.taken());
    }

    LockOutcome lock(char letter, long first, long last) {
        return locks.lock(request(letter, first, last));
    }

    LockOutcome test(char letter, long first, long last) {
        return locks.test(request(letter, first, last));
    }

    LockOutcome lockOrWait(char letter, long first, long last) {
        return locks.lockOrWait(request(letter, first, last), Opaque.EMPTY);
    }

    /** Asks for what is expected to wait, and returns the wish. */
    long waits(char letter, long first, long last) {
        LockOutcome outcome = lockOrWait(letter, first, last);
        if (outcome instanceof LockOutcome.Waiting waiting) {
            return waiting.wish();
        }
        throw new AssertionError("does not wait: " + outcome);
    }

    void unlock(char letter, long first, long last) {
        locks.unlock(FILE, owner(letter), bytes(first, last));
    }

    CancelOutcome cancel(char letter, long first, long last) {
        LockRequest request = request(letter, first, last);
        return locks.cancel(FILE, request.owner(), request.mode(), request.range());
    }

    Optional<Wish.State> state(long wish) {
        return locks.wish(wish).map(Wish::state);
    }

    List<Lock> held() {
        return locks.snapshot().locks().getOrDefault(FILE, List.of());
    }

    /** Returns who holds each byte. */
    String picture() {
        return picture(held());
    }

    static String picture(List<Lock> locks) {
        StringBuilder picture = new StringBuilder();
        for (int at = 0; at < BYTES; at++) {
            char letter = '.';
            for (Lock lock : locks) {
                if (lock.range().contains(bytes(at, at))) {
                    char holder = (char) lock.owner().client().number();
                    if (letter != '.') {
                        letter = '*';
                    } else {
                        letter =
                                lock.mode() == LockMode.WRITE
                                        ? Character.toUpperCase(holder)
                                        : holder;
                    }
                }
            }
            picture.append(letter);
        }
        return picture.toString();
    }

    @Override
    public void offered(Wish wish) {
        heard.add("offered " + wish.id());
    }

    @Override
    public void settled(long wish) {
        heard.add("settled " + wish);
    }
}
