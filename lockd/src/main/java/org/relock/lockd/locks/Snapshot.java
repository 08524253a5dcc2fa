package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies a table, so that nobody who reads the copy holds up the table. */
final class Snapshot {

    private Snapshot() {}

    static RecordedState of(LockTable table) {
        Map<FileKey, List<Lock>> locks = new LinkedHashMap<>();
        Map<FileKey, List<ShareReservation>> shares = new LinkedHashMap<>();
        for (LockedFile file : table.directory.files.all()) {
            List<Lock> held = locksOn(file);
            if (!held.isEmpty()) {
                locks.put(file.key, held);
            }
            if (file.shares != null) {
                shares.put(file.key, sharesOn(file));
            }
        }
        List<Wish> wishes = new ArrayList<>();
        for (Waiting wish : table.wishes.all()) {
            wishes.add(wish.toWish());
        }
        return new RecordedState(locks, wishes, shares, table.wishes.last());
    }

    /** Returns the locks on a file in the order of their first bytes. */
    static List<Lock> locksOn(LockedFile file) {
        List<Lock> locks = new ArrayList<>();
        for (Hold hold : holdsOn(file)) {
            locks.add(hold.toLock());
        }
        return locks;
    }

    static List<Hold> holdsOn(LockedFile file) {
        List<Hold> holds = new ArrayList<>();
        file.readers.visit(0, ByteRange.END, holds::add);
        file.writers.visit(0, ByteRange.END, holds::add);
        holds.sort((a, b) -> a.isBefore(b) ? -1 : 1);
        return holds;
    }

    private static List<ShareReservation> sharesOn(LockedFile file) {
        List<ShareReservation> shares = new ArrayList<>();
        for (HeldShare share : file.shares.all()) {
            shares.add(share.share);
        }
        return shares;
    }
}
