package org.relock.lockd.locks;

/** Takes and gives up share reservations. Every change is told to the journal. */
final class Shares {

    private final Directory directory;
    private final ShareTable table;
    private final LockLimits limits;
    private final LockJournal journal;

    Shares(Directory directory, LockLimits limits, LockJournal journal) {
        this.directory = directory;
        this.limits = limits;
        this.journal = journal;
        table = new ShareTable(directory);
    }

    /** Puts back what was there before a restart; nobody is told. */
    void restore(RecordedState state) {
        state.shares().forEach((file, all) -> all.forEach(share -> table.put(file, share)));
    }

    ShareOutcome share(FileKey key, ShareReservation share) {
        LockedFile file = directory.files.find(key);
        Owner owner = directory.owners.find(share.owner());
        if (table.isInTheWay(file, owner, share)) {
            return ShareOutcome.DENIED;
        }
        HeldShare own = table.find(file, owner);
        Account account = directory.accounts.find(share.owner().client());
        if (own == null && account != null && account.shares >= limits.sharesPerClient()) {
            return ShareOutcome.TOO_MANY;
        }
        if (own == null || !own.share.equals(share)) {
            table.put(key, share);
            journal.shared(key, share);
        }
        return ShareOutcome.GRANTED;
    }

    /** Whether the owner has this reservation, from whichever call. */
    boolean isHeld(FileKey key, ShareReservation share) {
        HeldShare own = table.find(directory.files.find(key), directory.owners.find(share.owner()));
        return own != null
                && own.share.access() == share.access()
                && own.share.deny() == share.deny();
    }

    void unshare(FileKey key, LockOwner name) {
        HeldShare held = table.find(directory.files.find(key), directory.owners.find(name));
        if (held != null) {
            remove(held);
        }
    }

    void remove(HeldShare held) {
        table.remove(held);
        journal.unshared(held.file.key, held.owner.name);
    }
}
