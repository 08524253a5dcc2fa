package org.relock.lockd.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Wish;

/**
 * A table that is put together again from what was heard. Each record says what is so from then on,
 * so that hearing the same stretch twice, or beginning with a picture from the middle of it, ends
 * the same.
 */
final class Replay implements LockJournal {

    private final Map<FileKey, Map<LockOwner, TreeMap<Long, Lock>>> locks = new HashMap<>();
    private final Map<FileKey, Map<LockOwner, ShareReservation>> shares = new HashMap<>();
    private final TreeMap<Long, Wish> wishes = new TreeMap<>();
    private long lastWish;

    /** Begins with what is held in {@code state}. */
    void take(RecordedState state) {
        state.locks().forEach((file, held) -> held.forEach(lock -> locked(file, lock)));
        state.shares().forEach((file, held) -> held.forEach(share -> shared(file, share)));
        state.wishes().forEach(this::waits);
        lastWish(state.lastWish());
    }

    /** Wishes up to {@code id} have been given out. */
    void lastWish(long id) {
        lastWish = Math.max(lastWish, id);
    }

    /** Returns the table. */
    RecordedState state() {
        Map<FileKey, List<Lock>> held = new HashMap<>();
        locks.forEach(
                (file, owners) -> {
                    List<Lock> all = new ArrayList<>();
                    owners.values().forEach(ranges -> all.addAll(ranges.values()));
                    held.put(file, all);
                });
        Map<FileKey, List<ShareReservation>> shared = new HashMap<>();
        shares.forEach((file, owners) -> shared.put(file, new ArrayList<>(owners.values())));
        return new RecordedState(held, new ArrayList<>(wishes.values()), shared, lastWish);
    }

    @Override
    public void locked(FileKey file, Lock lock) {
        unlocked(file, lock.owner(), lock.range());
        locks.computeIfAbsent(file, key -> new HashMap<>())
                .computeIfAbsent(lock.owner(), key -> new TreeMap<>(Long::compareUnsigned))
                .put(lock.range().first(), lock);
    }

    @Override
    public void unlocked(FileKey file, LockOwner owner, ByteRange range) {
        Map<LockOwner, TreeMap<Long, Lock>> owners = locks.get(file);
        TreeMap<Long, Lock> ranges = owners == null ? null : owners.get(owner);
        if (ranges == null) {
            return;
        }
        var next = ranges.floorEntry(range.last());
        while (next != null && next.getValue().range().overlaps(range)) {
            Lock lock = next.getValue();
            ranges.remove(next.getKey());
            for (ByteRange piece : lock.range().minus(range)) {
                ranges.put(piece.first(), new Lock(owner, lock.mode(), piece, lock.taken()));
            }
            next = ranges.lowerEntry(next.getKey());
        }
        if (ranges.isEmpty()) {
            owners.remove(owner);
            if (owners.isEmpty()) {
                locks.remove(file);
            }
        }
    }

    @Override
    public void waits(Wish wish) {
        wishes.put(wish.id(), wish);
        lastWish(wish.id());
    }

    @Override
    public void gone(long wish) {
        wishes.remove(wish);
    }

    @Override
    public void shared(FileKey file, ShareReservation share) {
        shares.computeIfAbsent(file, key -> new HashMap<>()).put(share.owner(), share);
    }

    @Override
    public void unshared(FileKey file, LockOwner owner) {
        Map<LockOwner, ShareReservation> owners = shares.get(file);
        if (owners != null) {
            owners.remove(owner);
            if (owners.isEmpty()) {
                shares.remove(file);
            }
        }
    }
}
