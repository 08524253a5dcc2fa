package org.relock.lockd.locks;

import java.util.ArrayList;

/** What was held before our reboot: what a reclaim is checked against. */
final class Recorded {

    private final Directory directory = new Directory();
    private final HoldTable holds =
            new HoldTable(
                    directory,
                    (file, owner, first, last) -> {
                        // Nobody waits for what is only remembered.
                    });
    private final ShareTable shares = new ShareTable(directory);

    Recorded(RecordedState state) {
        state.locks().forEach((file, all) -> all.forEach(lock -> add(file, lock)));
        state.shares().forEach((file, all) -> all.forEach(share -> shares.put(file, share)));
    }

    private void add(FileKey file, Lock lock) {
        holds.put(directory.files.of(file), directory.owners.of(lock.owner()), lock);
    }

    boolean has(ClientId client) {
        return directory.accounts.find(client) != null;
    }

    /** Whether the owner held all these bytes in this mode or a stronger one. */
    boolean covers(LockRequest request) {
        Holder holder = holder(request.file(), request.owner());
        return holder != null
                && holder.covers(
                        request.range().first(),
                        request.range().last(),
                        request.mode() == LockMode.WRITE);
    }

    /** Whether the owner had at least this much. */
    boolean covers(FileKey key, ShareReservation share) {
        HeldShare had =
                shares.find(directory.files.find(key), directory.owners.find(share.owner()));
        return had != null
                && (share.access() & ~had.share.access()) == 0
                && (share.deny() & ~had.share.deny()) == 0;
    }

    /** Whether it would take from another what that one held. */
    boolean standsInWayOf(LockRequest request) {
        LockedFile file = directory.files.find(request.file());
        return file != null
                && file.holdInTheWay(
                                directory.owners.find(request.owner()),
                                request.range().first(),
                                request.range().last(),
                                request.mode() == LockMode.WRITE)
                        != null;
    }

    /** Whether it would take from another what that one had. */
    boolean standsInWayOf(FileKey key, ShareReservation share) {
        return shares.isInTheWay(
                directory.files.find(key), directory.owners.find(share.owner()), share);
    }

    void forget(FileKey key, LockOwner name, ByteRange range) {
        Holder holder = holder(key, name);
        if (holder != null) {
            holds.carve(holder, range.first(), range.last());
        }
    }

    /** Forgets the owner's share. */
    void forget(FileKey key, LockOwner name) {
        HeldShare had = shares.find(directory.files.find(key), directory.owners.find(name));
        if (had != null) {
            shares.remove(had);
        }
    }

    /** Forgets what a client took before it came up with {@code state}. */
    void forgetBefore(ClientId client, int state) {
        Account account = directory.accounts.find(client);
        if (account != null) {
            for (Origin origin : account.origins()) {
                if (origin.isBefore(state)) {
                    while (origin.holds != null) {
                        holds.remove(origin.holds);
                    }
                    new ArrayList<>(origin.shares()).forEach(shares::remove);
                }
            }
        }
    }

    private Holder holder(FileKey key, LockOwner name) {
        return holds.find(directory.owners.find(name), directory.files.find(key));
    }
}
