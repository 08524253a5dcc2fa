package org.relock.lockd.locks;

import static java.lang.Long.compareUnsigned;

import java.util.ArrayList;
import java.util.List;

/**
 * The locks that are held. No byte ever has two locks of one owner, and an owner's neighbouring
 * locks that were taken alike are always one lock. Conflicts between owners are the caller's
 * business.
 */
final class HoldTable {

    /** Hears which bytes an owner keeps others from no longer, or less than before. */
    interface Freed {
        void freed(LockedFile file, Owner owner, long first, long last);
    }

    private final Directory directory;
    private final Freed freed;
    private final HashChains<Holder> holders = new HashChains<>();
    private final List<Hold> found = new ArrayList<>();
    private long lastSerial;
    private int size;

    HoldTable(Directory directory, Freed freed) {
        this.directory = directory;
        this.freed = freed;
    }

    /** Returns how many separate ranges are held, by all. */
    int size() {
        return size;
    }

    /** Returns the owner's locks on a file, or null if it has none; either may be null. */
    Holder find(Owner owner, LockedFile file) {
        if (owner == null || file == null || owner.files == 0) {
            return null;
        }
        int hash = Holder.hash(owner, file);
        Holder holder = holders.chain(hash);
        while (holder != null && (holder.owner != owner || holder.file != file)) {
            holder = holder.chain;
        }
        return holder;
    }

    /**
     * Makes the owner hold exactly this; whatever it held of these bytes is replaced.
     *
     * @return false if it held just that, taken in the same way
     */
    boolean put(LockedFile file, Owner owner, Lock lock) {
        Origin origin = directory.accounts.use(owner.account, lock.taken());
        Holder holder = of(owner, file);
        boolean changed = put(holder, lock, origin);
        directory.accounts.leave(origin);
        return changed;
    }

    /** Takes bytes from the owner; returns whether it had any of them. */
    boolean carve(Holder holder, long first, long last) {
        holder.collect(first, last, found);
        boolean any = !found.isEmpty();
        for (Hold hold : found) {
            replace(hold, first, last);
            freed.freed(
                    holder.file, holder.owner, highest(hold.first, first), lowest(hold.last, last));
        }
        found.clear();
        leave(holder);
        return any;
    }

    /** Takes a whole lock away. */
    void remove(Hold hold) {
        Holder holder = hold.holder;
        unlink(hold);
        freed.freed(holder.file, holder.owner, hold.first, hold.last);
        leave(holder);
    }

    /** Returns how many separate ranges more than now {@link #put} would leave; may be negative. */
    int growth(Holder holder, Lock lock, Origin origin) {
        if (holder == null) {
            return 1;
        }
        long first = lock.range().first();
        long last = lock.range().last();
        boolean write = lock.mode() == LockMode.WRITE;
        int growth = 1;
        holder.collect(before(first), after(last), found);
        for (Hold hold : found) {
            if (hold.origin == origin && hold.isWrite() == write) {
                growth--;
            } else if (hold.overlaps(first, last)) {
                growth--;
                growth += compareUnsigned(hold.first, first) < 0 ? 1 : 0;
                growth += compareUnsigned(hold.last, last) > 0 ? 1 : 0;
            }
        }
        found.clear();
        return growth;
    }

    private boolean put(Holder holder, Lock lock, Origin origin) {
        boolean write = lock.mode() == LockMode.WRITE;
        long first = lock.range().first();
        long last = lock.range().last();
        long wholeFirst = first;
        long wholeLast = last;
        long since = lock.taken().sinceMillis();
        holder.collect(before(first), after(last), found);
        if (found.size() == 1 && isIn(found.get(0), first, last, write, origin)) {
            found.clear();
            return false;
        }
        for (Hold hold : found) {
            if (hold.origin == origin && hold.isWrite() == write) {
                wholeFirst = lowest(wholeFirst, hold.first);
                wholeLast = highest(wholeLast, hold.last);
                since = Math.min(since, hold.sinceMillis);
                unlink(hold);
            } else if (hold.overlaps(first, last)) {
                replace(hold, first, last);
                if (hold.isWrite() && !write) {
                    freed.freed(
                            holder.file,
                            holder.owner,
                            highest(hold.first, first),
                            lowest(hold.last, last));
                }
            }
        }
        found.clear();
        link(holder, write, wholeFirst, wholeLast, origin, since);
        return true;
    }

    private static boolean isIn(Hold hold, long first, long last, boolean write, Origin origin) {
        return hold.origin == origin
                && hold.isWrite() == write
                && compareUnsigned(hold.first, first) <= 0
                && compareUnsigned(last, hold.last) <= 0;
    }

    /** Leaves of a lock what is outside {@code first} to {@code last}. */
    private void replace(Hold hold, long first, long last) {
        // The pieces come before the whole goes, so that its origin stays in use.
        if (compareUnsigned(hold.first, first) < 0) {
            like(hold, hold.first, first - 1);
        }
        if (compareUnsigned(hold.last, last) > 0) {
            like(hold, last + 1, hold.last);
        }
        unlink(hold);
    }

    private void like(Hold hold, long first, long last) {
        link(hold.holder, hold.isWrite(), first, last, hold.origin, hold.sinceMillis);
    }

    private void link(
            Holder holder, boolean write, long first, long last, Origin origin, long since) {
        lastSerial++;
        Hold hold = new Hold(lastSerial, holder, write, first, last, origin, since);
        holder.file.holds(write).add(hold);
        holder.add(hold);
        origin.add(hold);
        origin.uses++;
        origin.account.holds++;
        size++;
    }

    private void unlink(Hold hold) {
        Holder holder = hold.holder;
        holder.file.holds(hold.isWrite()).remove(hold);
        holder.remove(hold);
        hold.origin.remove(hold);
        hold.origin.account.holds--;
        directory.accounts.leave(hold.origin);
        size--;
    }

    private Holder of(Owner owner, LockedFile file) {
        Holder holder = find(owner, file);
        if (holder == null) {
            holder = new Holder(owner, file);
            holders.add(holder);
            owner.files++;
        }
        return holder;
    }

    private void leave(Holder holder) {
        if (holder.hasNothing()) {
            holders.remove(holder);
            holder.owner.files--;
            directory.leave(holder.owner, holder.file);
        }
    }

    private static long before(long first) {
        return first == 0 ? 0 : first - 1;
    }

    private static long after(long last) {
        return last == ByteRange.END ? last : last + 1;
    }

    private static long lowest(long a, long b) {
        return compareUnsigned(a, b) <= 0 ? a : b;
    }

    private static long highest(long a, long b) {
        return compareUnsigned(a, b) >= 0 ? a : b;
    }
}
