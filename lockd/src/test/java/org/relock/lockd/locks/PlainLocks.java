package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who holds which bytes of which file, as lists. No byte ever has two locks of one owner, and an
 * owner's neighbouring locks that were taken alike are always one lock. Conflicts between owners
 * are the caller's business.
 */
final class PlainLocks {

    private final Map<FileKey, List<Lock>> files = new LinkedHashMap<>();

    Set<FileKey> files() {
        return Set.copyOf(files.keySet());
    }

    /** Returns the locks on a file in the order of their first bytes. */
    List<Lock> on(FileKey file) {
        return List.copyOf(files.getOrDefault(file, List.of()));
    }

    /** Whether the lock is there already, taken in the same way. */
    boolean has(FileKey file, Lock wanted) {
        return on(file).stream()
                .anyMatch(lock -> alike(lock, wanted) && lock.range().contains(wanted.range()));
    }

    /** Makes the owner hold exactly this; whatever it held of these bytes is replaced. */
    void put(FileKey file, Lock wanted) {
        Lock whole = wanted;
        List<Lock> kept = new ArrayList<>();
        for (Lock lock : on(file)) {
            if (alike(lock, wanted) && touch(lock.range(), wanted.range())) {
                whole = join(whole, lock);
            } else if (lock.owner().equals(wanted.owner())) {
                addPieces(kept, lock, wanted.range());
            } else {
                kept.add(lock);
            }
        }
        kept.add(whole);
        keep(file, kept);
    }

    /** Takes bytes from the owner; returns the pieces it had. */
    List<Lock> carve(FileKey file, LockOwner owner, ByteRange range) {
        List<Lock> kept = new ArrayList<>();
        List<Lock> taken = new ArrayList<>();
        for (Lock lock : on(file)) {
            if (lock.owner().equals(owner) && lock.range().overlaps(range)) {
                addPieces(kept, lock, range);
                taken.add(lock);
            } else {
                kept.add(lock);
            }
        }
        keep(file, kept);
        return taken;
    }

    private void keep(FileKey file, List<Lock> kept) {
        kept.sort((a, b) -> Long.compareUnsigned(a.range().first(), b.range().first()));
        if (kept.isEmpty()) {
            files.remove(file);
        } else {
            files.put(file, kept);
        }
    }

    private static void addPieces(List<Lock> kept, Lock lock, ByteRange hole) {
        for (ByteRange piece : lock.range().minus(hole)) {
            kept.add(new Lock(lock.owner(), lock.mode(), piece, lock.taken()));
        }
    }

    private static boolean alike(Lock a, Lock b) {
        return a.owner().equals(b.owner())
                && a.mode() == b.mode()
                && a.taken().server().equals(b.taken().server())
                && a.taken().clientState() == b.taken().clientState()
                && a.taken().monitored() == b.taken().monitored();
    }

    private static boolean touch(ByteRange a, ByteRange b) {
        return a.overlaps(b)
                || (!a.toEnd() && a.last() + 1 == b.first())
                || (!b.toEnd() && b.last() + 1 == a.first());
    }

    private static Lock join(Lock a, Lock b) {
        ByteRange range =
                new ByteRange(
                        least(a.range().first(), b.range().first()),
                        ~least(~a.range().last(), ~b.range().last()));
        boolean older = a.taken().sinceMillis() <= b.taken().sinceMillis();
        return new Lock(a.owner(), a.mode(), range, older ? a.taken() : b.taken());
    }

    private static long least(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }
}
