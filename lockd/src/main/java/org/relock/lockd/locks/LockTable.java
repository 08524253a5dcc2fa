package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.function.IntPredicate;
import org.relock.state.xdr.Opaque;

/**
 * Locks, wishes and what becomes of them. Every change is told to the journal before this returns.
 * Grace is not its business.
 */
final class LockTable {

    final Directory directory = new Directory();
    final HoldTable holds = new HoldTable(directory, this::freed);
    final Obstacles obstacles = new Obstacles(holds);
    final WishTable wishes;
    final Grants grants;
    final Outside outside;

    private final Circles circles = new Circles(directory, holds, obstacles);
    private final LockLimits limits;
    private final LockJournal journal;
    private final OfferListener listener;
    private final IntPredicate deadlocksFoundOn;

    LockTable(
            LockLimits limits,
            LockJournal journal,
            OfferListener listener,
            LocalLocks local,
            IntPredicate deadlocksFoundOn) {
        this.limits = limits;
        this.journal = journal;
        this.listener = listener;
        this.deadlocksFoundOn = deadlocksFoundOn;
        wishes = new WishTable(directory, journal, listener);
        outside = new Outside(local, wishes);
        grants = new Grants(wishes, obstacles, circles, outside);
    }

    /** Puts back what was there before a restart; nobody is told. */
    void restore(RecordedState state) {
        state.locks().forEach((file, locks) -> locks.forEach(lock -> restore(file, lock)));
        state.wishes().forEach(wishes::restore);
        wishes.restoreLast(state.lastWish());
        outside.takeAll(directory.files.all());
    }

    private void restore(FileKey file, Lock lock) {
        holds.put(directory.files.of(file), directory.owners.of(lock.owner()), lock);
    }

    void begin() {
        for (Waiting wish : wishes.all()) {
            if (wish.is(Wish.State.OFFERED)) {
                listener.offered(wish.toWish());
            } else if (wish.is(Wish.State.WAITING)) {
                circles.untangle(wish, grants::consider);
                grants.consider(wish);
            }
        }
        grants.run();
    }

    void end() {
        journal.ended();
    }

    LockOutcome test(LockRequest request) {
        LockOutcome outcome =
                judge(
                        request,
                        directory.files.find(request.file()),
                        directory.owners.find(request.owner()));
        return outcome == LockOutcome.Granted.INSTANCE ? outside.test(request) : outcome;
    }

    LockOutcome lock(LockRequest request) {
        LockedFile file = directory.files.of(request.file());
        Owner owner = directory.owners.of(request.owner());
        LockOutcome outcome = judge(request, file, owner);
        if (outcome == LockOutcome.Granted.INSTANCE) {
            outcome = outside.take(request, file);
        }
        if (outcome == LockOutcome.Granted.INSTANCE) {
            take(request, file, owner);
            grants.run();
        } else {
            directory.leave(owner, file);
        }
        return outcome;
    }

    LockOutcome lockOrWait(LockRequest request, Opaque memo) {
        Waiting known =
                wishes.find(request.file(), request.owner(), request.mode(), request.range());
        if (known != null) {
            switch (known.state) {
                case WAITING -> {
                    wishes.askedAgain(known, request, memo);
                    return new LockOutcome.Waiting(known.serial);
                }
                case OFFERED -> {
                    wishes.askedAgain(known, request, memo);
                    take(known);
                    return LockOutcome.Granted.INSTANCE;
                }
                case DORMANT -> wishes.drop(known);
            }
        }
        Waiting draft = wishes.draft(request, memo);
        LockOutcome outcome = judge(request, draft.file, draft.owner);
        if (outcome == LockOutcome.Granted.INSTANCE && obstacles.queuedBehind(draft) == null) {
            outcome = outside.take(request, draft.file);
            if (outcome == LockOutcome.Granted.INSTANCE) {
                take(request, draft.file, draft.owner);
                grants.run();
                return outcome;
            }
        }
        if (outcome instanceof LockOutcome.TooMany || !mayWait(draft)) {
            wishes.forget(draft);
            return LockOutcome.TooMany.INSTANCE;
        }
        return await(draft);
    }

    private LockOutcome await(Waiting draft) {
        LockRequest request = draft.request;
        if (wouldBeDeadlock(draft)) {
            wishes.forget(draft);
            return LockOutcome.Deadlock.INSTANCE;
        }
        circles.untangle(
                draft,
                overtaker -> {
                    if (overtaker != draft) {
                        grants.consider(overtaker);
                    }
                });
        boolean isFree = obstacles.of(draft) == null;
        if (isFree && outside.take(request, draft.file) == LockOutcome.Granted.INSTANCE) {
            take(request, draft.file, draft.owner);
            grants.run();
            return LockOutcome.Granted.INSTANCE;
        }
        wishes.await(draft);
        if (isFree) {
            outside.waitsFor(draft);
        }
        grants.run();
        return new LockOutcome.Waiting(draft.serial);
    }

    /** Whether for this to wait would close a circle, and on a file system where that matters. */
    boolean wouldBeDeadlock(Waiting draft) {
        return deadlocksFoundOn.test(draft.request.file().fileSystem())
                && circles.isDeadlock(draft);
    }

    void unlock(FileKey key, LockOwner name, ByteRange range) {
        LockedFile file = directory.files.find(key);
        Owner owner = directory.owners.find(name);
        if (file == null || owner == null) {
            return;
        }
        if (!owner.wishes().isEmpty()) {
            for (Waiting wish : new ArrayList<>(owner.wishes())) {
                if (wish.file == file && range.contains(wish.request.range())) {
                    drop(wish);
                }
            }
            noteNewer(file, owner, range);
        }
        Holder holder = holds.find(owner, file);
        if (holder != null && holds.carve(holder, range.first(), range.last())) {
            journal.unlocked(key, name, range);
        }
        grants.run();
    }

    CancelOutcome cancel(FileKey key, LockOwner name, LockMode mode, ByteRange range) {
        Waiting wish = wishes.find(key, name, mode, range);
        if (wish != null) {
            drop(wish);
            grants.run();
            return CancelOutcome.CANCELLED;
        }
        return isHeld(key, name, mode, range)
                ? CancelOutcome.ALREADY_HELD
                : CancelOutcome.NO_SUCH_WISH;
    }

    /** Whether an owner holds all these bytes, in this mode or a stronger one. */
    boolean isHeld(FileKey key, LockOwner name, LockMode mode, ByteRange range) {
        Holder holder = holds.find(directory.owners.find(name), directory.files.find(key));
        return holder != null && holder.covers(range.first(), range.last(), mode == LockMode.WRITE);
    }

    boolean confirm(long id) {
        Waiting wish = wishes.findOffered(id);
        if (wish != null) {
            take(wish);
        }
        return wish != null;
    }

    boolean decline(long id) {
        Waiting wish = wishes.findOffered(id);
        if (wish != null) {
            drop(wish);
            grants.run();
        }
        return wish != null;
    }

    boolean giveUpOffer(long id) {
        Waiting wish = wishes.findOffered(id);
        if (wish == null || !wish.file.queue.isWaitedFor(wish)) {
            return false;
        }
        wishes.goDormant(wish);
        freed(wish.file, wish.owner, wish.first, wish.last);
        grants.run();
        return true;
    }

    /** Takes a wish away and lets those go who waited for it; to be followed by a round. */
    void drop(Waiting wish) {
        wishes.drop(wish);
        freed(wish.file, wish.owner, wish.first, wish.last);
    }

    /** Looks again for what programs of this machine may have let go. */
    void retryLocal() {
        outside.retry().forEach(grants::consider);
        grants.run();
    }

    private LockOutcome judge(LockRequest request, LockedFile file, Owner owner) {
        boolean write = request.mode() == LockMode.WRITE;
        Span<?> there = obstacles.inTheWay(file, owner, request.range(), write);
        if (there != null) {
            return new LockOutcome.Denied(there.toLock());
        }
        return mayHold(request, file, owner)
                ? LockOutcome.Granted.INSTANCE
                : LockOutcome.TooMany.INSTANCE;
    }

    /** The owner's lock comes first, so that a journal torn between both does not lose it. */
    private void take(Waiting offered) {
        LockRequest request = offered.request;
        for (ByteRange range : offered.toTake()) {
            put(
                    new Lock(request.owner(), request.mode(), range, request.taken()),
                    offered.file,
                    offered.owner);
        }
        wishes.drop(offered);
        if (offered.isOvertaken()) {
            freed(offered.file, offered.owner, offered.first, offered.last);
        }
        grants.run();
    }

    private void take(LockRequest request, LockedFile file, Owner owner) {
        put(
                new Lock(request.owner(), request.mode(), request.range(), request.taken()),
                file,
                owner);
        noteNewer(file, owner, request.range());
    }

    /**
     * A client that has heard of its grant goes on, though we may not have heard that it has: what
     * it does then is newer than the grant, and stays when that is confirmed at last.
     */
    private static void noteNewer(LockedFile file, Owner owner, ByteRange range) {
        for (Waiting wish : owner.wishes()) {
            if (wish.file == file
                    && wish.is(Wish.State.OFFERED)
                    && range.overlaps(wish.request.range())) {
                wish.overtakenBy(range);
            }
        }
    }

    private void put(Lock lock, LockedFile file, Owner owner) {
        if (holds.put(file, owner, lock)) {
            journal.locked(file.key, lock);
            grants.considerAll(owner, file);
        }
    }

    private void freed(LockedFile file, Owner owner, long first, long last) {
        grants.freed(file, owner, first, last);
    }

    private boolean mayHold(LockRequest request, LockedFile file, Owner owner) {
        if (owner == null) {
            Account account = directory.accounts.find(request.owner().client());
            return holds.size() < limits.locks()
                    && (account == null || account.holds < limits.locksPerClient());
        }
        // Most requests are far from the limit, and need not be counted exactly.
        if (holds.size() + 2 <= limits.locks()
                && owner.account.holds + 2 <= limits.locksPerClient()) {
            return true;
        }
        int growth =
                holds.growth(
                        holds.find(owner, file),
                        new Lock(request.owner(), request.mode(), request.range(), request.taken()),
                        owner.account.find(request.taken()));
        return growth <= 0
                || (holds.size() + growth <= limits.locks()
                        && owner.account.holds + growth <= limits.locksPerClient());
    }

    private boolean mayWait(Waiting draft) {
        return draft.owner.account.wishes < limits.wishesPerClient()
                && mayHold(draft.request, draft.file, draft.owner);
    }
}
