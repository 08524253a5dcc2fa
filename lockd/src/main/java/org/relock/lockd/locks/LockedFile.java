package org.relock.lockd.locks;

/** A file on which something is held, wanted or shared. */
final class LockedFile extends HashChains.Link<LockedFile> {

    final FileKey key;
    private final int hash;

    final SpanTree<Hold> readers = new SpanTree<>();
    final SpanTree<Hold> writers = new SpanTree<>();

    /** Who waits and who is offered; null if nobody does. */
    FileQueue queue;

    /** Null if there are none. */
    FileShares shares;

    /** Its neighbours among the files of the same file system. */
    LockedFile previous;

    LockedFile next;

    LockedFile(FileKey key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    @Override
    int hash() {
        return hash;
    }

    SpanTree<Hold> holds(boolean write) {
        return write ? writers : readers;
    }

    boolean hasNothing() {
        return readers.isEmpty() && writers.isEmpty() && queue == null && shares == null;
    }

    /**
     * Returns the lock with the lowest first byte that keeps an owner from these bytes, or null.
     *
     * @param owner may be null: somebody who has nothing
     */
    Hold holdInTheWay(Owner owner, long first, long last, boolean write) {
        Hold writer = writers.firstOfAnother(owner, first, last);
        Hold reader = write ? readers.firstOfAnother(owner, first, last) : null;
        return earliest(writer, reader);
    }

    static <S extends Span<?>> S earliest(S a, S b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Long.compareUnsigned(b.first, a.first) < 0 ? b : a;
    }
}
