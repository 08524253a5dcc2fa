package org.relock.lockd.locks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a journal of every change comes to when it is replayed. It may be torn after any change, so
 * there is no conflict after any.
 */
final class Replay implements LockJournal {

    private final PlainLocks locks = new PlainLocks();
    private final TreeMap<Long, Wish> wishes = new TreeMap<>();
    private final Map<FileKey, Map<LockOwner, ShareReservation>> shares = new HashMap<>();

    /** A table in a form that can be compared, whatever the order of its parts. */
    record Contents(
            Map<FileKey, Set<Lock>> locks,
            List<Wish> wishes,
            Map<FileKey, Set<ShareReservation>> shares) {

        static Contents of(RecordedState state) {
            Map<FileKey, Set<Lock>> locks = new HashMap<>();
            state.locks().forEach((file, all) -> locks.put(file, new HashSet<>(all)));
            Map<FileKey, Set<ShareReservation>> shares = new HashMap<>();
            state.shares().forEach((file, all) -> shares.put(file, new HashSet<>(all)));
            return new Contents(locks, state.wishes(), shares);
        }
    }

    Contents contents() {
        Map<FileKey, Set<Lock>> held = new HashMap<>();
        locks.files().forEach(file -> held.put(file, new HashSet<>(locks.on(file))));
        Map<FileKey, Set<ShareReservation>> opens = new HashMap<>();
        shares.forEach(
                (file, all) -> {
                    if (!all.isEmpty()) {
                        opens.put(file, new HashSet<>(all.values()));
                    }
                });
        return new Contents(held, List.copyOf(wishes.values()), opens);
    }

    @Override
    public void locked(FileKey file, Lock lock) {
        locks.put(file, lock);
        check(file, lock);
    }

    @Override
    public void unlocked(FileKey file, LockOwner owner, ByteRange range) {
        locks.carve(file, owner, range);
    }

    @Override
    public void waits(Wish wish) {
        wishes.put(wish.id(), wish);
        if (wish.state() == Wish.State.OFFERED) {
            check(wish.request().file(), lock(wish));
        }
    }

    @Override
    public void gone(long wish) {
        if (wishes.remove(wish) == null) {
            throw new IllegalStateException("no wish " + wish);
        }
    }

    @Override
    public void shared(FileKey file, ShareReservation share) {
        shares.computeIfAbsent(file, key -> new HashMap<>()).put(share.owner(), share);
    }

    @Override
    public void unshared(FileKey file, LockOwner owner) {
        shares.get(file).remove(owner);
    }

    private void check(FileKey file, Lock lock) {
        for (Lock other : locks.on(file)) {
            check(lock, other);
        }
        for (Wish wish : wishes.values()) {
            if (wish.state() == Wish.State.OFFERED && wish.request().file().equals(file)) {
                check(lock, lock(wish));
            }
        }
    }

    private static void check(Lock a, Lock b) {
        if (!a.owner().equals(b.owner())
                && a.mode().conflictsWith(b.mode())
                && a.range().overlaps(b.range())) {
            throw new IllegalStateException(a + " and " + b);
        }
    }

    private static Lock lock(Wish wish) {
        LockRequest request = wish.request();
        return new Lock(request.owner(), request.mode(), request.range(), request.taken());
    }
}
