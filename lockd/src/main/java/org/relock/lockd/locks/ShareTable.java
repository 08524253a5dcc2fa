package org.relock.lockd.locks;

/** The share reservations. Conflicts are the caller's business. */
final class ShareTable {

    private final Directory directory;

    ShareTable(Directory directory) {
        this.directory = directory;
    }

    /** Returns the owner's share on a file, or null; either may be null. */
    HeldShare find(LockedFile file, Owner owner) {
        return file == null || file.shares == null ? null : file.shares.of(owner);
    }

    /** Whether another's share is in the way; either may be null: there is nothing. */
    boolean isInTheWay(LockedFile file, Owner owner, ShareReservation wanted) {
        return file != null && file.shares != null && file.shares.isInTheWay(owner, wanted);
    }

    /** Makes this the owner's share on the file, whatever it was before. */
    void put(FileKey key, ShareReservation share) {
        Owner owner = directory.owners.of(share.owner());
        LockedFile file = directory.files.of(key);
        Origin origin = directory.accounts.use(owner.account, share.taken());
        HeldShare old = find(file, owner);
        HeldShare held = new HeldShare(owner, file, share, origin);
        owner.shares++;
        owner.account.shares++;
        if (old != null) {
            unlink(old);
        }
        if (file.shares == null) {
            file.shares = new FileShares();
        }
        file.shares.add(held);
        origin.shares().add(held);
    }

    void remove(HeldShare share) {
        unlink(share);
        directory.leave(share.owner, share.file);
    }

    private void unlink(HeldShare share) {
        share.file.shares.remove(share);
        if (share.file.shares.isEmpty()) {
            share.file.shares = null;
        }
        share.owner.shares--;
        share.owner.account.shares--;
        share.origin.shares().remove(share);
        directory.accounts.leave(share.origin);
    }
}
