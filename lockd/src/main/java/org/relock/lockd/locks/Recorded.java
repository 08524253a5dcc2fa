package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was held before our reboot: what a reclaim is checked against. */
final class Recorded {

    private final PlainLocks locks = new PlainLocks();
    private final Map<FileKey, Map<LockOwner, ShareReservation>> shares = new HashMap<>();

    Recorded(RecordedState state) {
        state.locks().forEach((file, all) -> all.forEach(lock -> locks.put(file, lock)));
        state.shares()
                .forEach(
                        (file, all) -> {
                            Map<LockOwner, ShareReservation> there = new HashMap<>();
                            all.forEach(share -> there.put(share.owner(), share));
                            shares.put(file, there);
                        });
    }

    boolean has(ClientId client) {
        return locks.all().stream().anyMatch(lock -> lock.owner().client().equals(client))
                || shares.values().stream()
                        .flatMap(there -> there.keySet().stream())
                        .anyMatch(owner -> owner.client().equals(client));
    }

    /** Whether the owner held all these bytes in this mode or a stronger one. */
    boolean covers(FileKey file, LockOwner owner, LockMode mode, ByteRange range) {
        List<ByteRange> open = List.of(range);
        for (Lock lock : locks.on(file)) {
            if (lock.owner().equals(owner)
                    && (lock.mode() == mode || lock.mode() == LockMode.WRITE)) {
                List<ByteRange> left = new ArrayList<>();
                open.forEach(piece -> left.addAll(piece.minus(lock.range())));
                open = left;
            }
        }
        return open.isEmpty();
    }

    /** Whether the owner had at least this much. */
    boolean covers(FileKey file, ShareReservation share) {
        ShareReservation had = shares.getOrDefault(file, Map.of()).get(share.owner());
        return had != null
                && (share.access() & ~had.access()) == 0
                && (share.deny() & ~had.deny()) == 0;
    }

    boolean standsInWayOf(LockRequest request) {
        return locks.on(request.file()).stream()
                .anyMatch(
                        lock ->
                                !lock.owner().equals(request.owner())
                                        && lock.mode().conflictsWith(request.mode())
                                        && lock.range().overlaps(request.range()));
    }

    boolean standsInWayOf(FileKey file, ShareReservation share) {
        return shares.getOrDefault(file, Map.of()).values().stream()
                .anyMatch(had -> !had.owner().equals(share.owner()) && had.conflictsWith(share));
    }

    void forget(FileKey file, LockOwner owner, ByteRange range) {
        locks.carve(file, owner, range);
    }

    void forget(FileKey file, LockOwner owner) {
        Map<LockOwner, ShareReservation> there = shares.get(file);
        if (there != null) {
            there.remove(owner);
        }
    }

    void forgetBefore(ClientId client, int state) {
        for (FileKey file : locks.files()) {
            for (Lock lock : locks.on(file)) {
                if (lock.owner().client().equals(client) && lock.taken().isBefore(state)) {
                    locks.carve(file, lock.owner(), lock.range());
                }
            }
        }
        for (Map<LockOwner, ShareReservation> there : shares.values()) {
            there.values()
                    .removeIf(
                            share ->
                                    share.owner().client().equals(client)
                                            && share.taken().isBefore(state));
        }
    }
}
