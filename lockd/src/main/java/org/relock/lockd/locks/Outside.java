package org.relock.lockd.locks;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.relock.state.xdr.Opaque;

/**
 * The table's side of {@link LocalLocks}: shows programs of this machine what is held and offered,
 * and knows which wishes wait for a program.
 */
final class Outside {

    /** In whose name a program's lock stands in answers; no client has this number. */
    private static final ClientId PROGRAMS = new ClientId(-2);

    private static final byte[] NAME = "local".getBytes(StandardCharsets.US_ASCII);

    private final LocalLocks port;
    private final WishTable wishes;

    /** Bytes that may be locked too strongly now. */
    private final Map<LockedFile, FreedBytes> freed = new LinkedHashMap<>();

    /** Wishes with nothing but a program in their way; those that are gone may be among them. */
    private Set<Waiting> waiting = new LinkedHashSet<>();

    /** Files with something held that programs do not let us lock, as after a restart. */
    private Set<LockedFile> missing = new LinkedHashSet<>();

    /** What the last wish of a file was refused for; that is often in the way of the next. */
    private LocalAnswer seen = LocalAnswer.Free.INSTANCE;

    Outside(LocalLocks port, WishTable wishes) {
        this.port = port;
        this.wishes = wishes;
    }

    private boolean isNothing() {
        return port == LocalLocks.NONE;
    }

    /** Locks what a request is granted, that is Granted; or says what is in the way. */
    LockOutcome take(LockRequest request, LockedFile file) {
        if (isNothing()) {
            return LockOutcome.Granted.INSTANCE;
        }
        return outcome(take(file, request.mode(), request.range()));
    }

    /**
     * A read lock leaves what its owner has, or is offered, for writing as it is: who takes less
     * says {@link #freed} of that. All is taken or nothing.
     */
    private LocalAnswer take(LockedFile file, LockMode mode, ByteRange range) {
        if (mode == LockMode.WRITE || !hasWriter(file, range)) {
            return port.take(file.key, mode, range);
        }
        for (Strengths.Piece piece : Strengths.of(file, range)) {
            if (!piece.mode().equals(Optional.of(LockMode.WRITE))) {
                LocalAnswer answer = port.take(file.key, mode, piece.range());
                if (answer != LocalAnswer.Free.INSTANCE) {
                    show(file, range);
                    return answer;
                }
            }
        }
        return LocalAnswer.Free.INSTANCE;
    }

    LockOutcome test(LockRequest request) {
        return isNothing()
                ? LockOutcome.Granted.INSTANCE
                : outcome(port.test(request.file(), request.mode(), request.range()));
    }

    private static boolean hasWriter(LockedFile file, ByteRange range) {
        boolean[] found = {false};
        Predicate<Span<?>> note =
                span -> {
                    found[0] = true;
                    return false;
                };
        file.writers.visit(range.first(), range.last(), note);
        if (file.queue != null) {
            file.queue.visitOffered(range.first(), range.last(), false, note::test);
        }
        return found[0];
    }

    private static LockOutcome outcome(LocalAnswer answer) {
        if (answer instanceof LocalAnswer.Held held) {
            ByteBuffer name = ByteBuffer.allocate(Integer.BYTES + NAME.length);
            name.putInt(held.process()).put(NAME);
            return new LockOutcome.Denied(
                    new Lock(
                            new LockOwner(PROGRAMS, Opaque.copyOf(name.array())),
                            held.mode(),
                            held.range(),
                            new Taken(InetAddress.getLoopbackAddress(), 0, false, 0)));
        }
        return answer instanceof LocalAnswer.NoRoom
                ? LockOutcome.TooMany.INSTANCE
                : LockOutcome.Granted.INSTANCE;
    }

    /** Another file's wishes are looked at now, or the same's anew. */
    void lookAnew() {
        seen = LocalAnswer.Free.INSTANCE;
    }

    /** Locks what a wish is to be offered, or has it wait for a program. */
    boolean mayOffer(Waiting wish) {
        if (isNothing()) {
            return true;
        }
        LockRequest request = wish.request;
        if (!isInTheWay(seen, request)) {
            LocalAnswer answer = take(wish.file, request.mode(), request.range());
            if (answer == LocalAnswer.Free.INSTANCE) {
                return true;
            }
            seen = answer;
        }
        waitsFor(wish);
        return false;
    }

    private static boolean isInTheWay(LocalAnswer answer, LockRequest request) {
        return answer instanceof LocalAnswer.Held held
                && (held.mode() == LockMode.WRITE || request.mode() == LockMode.WRITE)
                && held.range().overlaps(request.range());
    }

    /** A wish waits, and may do so for a program alone. */
    void waitsFor(Waiting wish) {
        if (!isNothing() && waiting.add(wish)) {
            port.retryLater();
        }
    }

    /** These bytes are locked less, or by fewer, than they were. */
    void freed(LockedFile file, long first, long last) {
        if (!isNothing()) {
            freed.computeIfAbsent(file, any -> new FreedBytes()).add(first, last);
        }
    }

    /** Unlocks what is free by now; what is offered next finds it so. */
    void settle() {
        if (freed.isEmpty()) {
            return;
        }
        Map<LockedFile, FreedBytes> all = new LinkedHashMap<>(freed);
        freed.clear();
        all.forEach(
                (file, ranges) -> {
                    for (int i = 0; i < ranges.count(); i++) {
                        show(file, new ByteRange(ranges.first(i), ranges.last(i)));
                    }
                    if (!isInUse(file)) {
                        port.left(file.key);
                    }
                });
    }

    /** Takes everything that is held and offered, as after a restart. */
    void takeAll(List<LockedFile> files) {
        if (!isNothing()) {
            for (LockedFile file : files) {
                show(file, ByteRange.ALL);
                port.decided(file.key, isInUse(file));
            }
        }
    }

    /** A request is decided. */
    void decided(FileKey key, LockedFile file) {
        if (!isNothing()) {
            port.decided(key, file != null && isInUse(file));
        }
    }

    private static boolean isInUse(LockedFile file) {
        return !file.readers.isEmpty()
                || !file.writers.isEmpty()
                || (file.queue != null && !file.queue.isIdle());
    }

    /** Returns the wishes that waited for programs, and tries again what was not to be had. */
    List<Waiting> retry() {
        Set<LockedFile> again = missing;
        missing = new LinkedHashSet<>();
        for (LockedFile file : again) {
            if (isInUse(file)) {
                show(file, ByteRange.ALL);
            }
        }
        Set<Waiting> asked = waiting;
        waiting = new LinkedHashSet<>();
        List<Waiting> there = new ArrayList<>();
        for (Waiting wish : asked) {
            if (wishes.find(wish.serial) == wish) {
                there.add(wish);
            }
        }
        return there;
    }

    /** Locks some bytes as strongly as they are held or offered, and unlocks those that are not. */
    private void show(LockedFile file, ByteRange range) {
        for (Strengths.Piece piece : Strengths.of(file, range)) {
            if (piece.mode().isEmpty()) {
                port.give(file.key, piece.range());
            } else if (port.take(file.key, piece.mode().get(), piece.range())
                    != LocalAnswer.Free.INSTANCE) {
                if (missing.add(file)) {
                    port.retryLater();
                }
            }
        }
    }
}
