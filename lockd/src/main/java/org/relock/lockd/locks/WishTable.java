package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.relock.state.xdr.Opaque;

/** The wishes. Every change is told to the journal, and to the listener what concerns offers. */
final class WishTable {

    private final Directory directory;
    private final LockJournal journal;
    private final OfferListener listener;

    /** By number, in the order of numbers. */
    private final Map<Long, Waiting> wishes = new LinkedHashMap<>();

    private long last;

    WishTable(Directory directory, LockJournal journal, OfferListener listener) {
        this.directory = directory;
        this.journal = journal;
        this.listener = listener;
    }

    /** Puts a wish back as it was before a restart of the daemon; nobody is told. */
    void restore(Wish wish) {
        Waiting waiting = draft(wish.id(), wish.request(), wish.memo());
        waiting.state = wish.state();
        add(waiting);
    }

    void restoreLast(long number) {
        last = Math.max(last, number);
    }

    long last() {
        return last;
    }

    /** Returns a wish that is not in the table yet; who does not add it says {@link #forget}. */
    Waiting draft(LockRequest request, Opaque memo) {
        return draft(last + 1, request, memo);
    }

    private Waiting draft(long id, LockRequest request, Opaque memo) {
        Owner owner = directory.owners.of(request.owner());
        LockedFile file = directory.files.of(request.file());
        return new Waiting(id, request, memo, owner, file);
    }

    void forget(Waiting draft) {
        directory.leave(draft.owner, draft.file);
    }

    /** Adds a draft. */
    void await(Waiting wish) {
        add(wish);
        journal.waits(wish.toWish());
    }

    private void add(Waiting wish) {
        wishes.put(wish.serial, wish);
        last = Math.max(last, wish.serial);
        if (wish.file.queue == null) {
            wish.file.queue = new FileQueue();
            directory.queued.add(wish.file);
        }
        wish.file.queue.add(wish);
        wish.owner.add(wish);
        wish.owner.account.wishes++;
        enter(wish);
    }

    private void enter(Waiting wish) {
        wish.origin = directory.accounts.use(wish.owner.account, wish.request.taken());
        wish.origin.wishes().add(wish);
    }

    private void exit(Waiting wish) {
        wish.origin.wishes().remove(wish);
        directory.accounts.leave(wish.origin);
    }

    /** Takes note of how a wish was asked for again. */
    void askedAgain(Waiting wish, LockRequest request, Opaque memo) {
        boolean alike =
                wish.origin.matches(request.taken())
                        && wish.request.taken().sinceMillis() == request.taken().sinceMillis()
                        && wish.memo.equals(memo);
        if (!alike) {
            Origin old = wish.origin;
            old.uses++; // It keeps the account from being forgotten meanwhile.
            exit(wish);
            wish.request = request;
            wish.memo = memo;
            enter(wish);
            directory.accounts.leave(old);
            journal.waits(wish.toWish());
        }
    }

    void offer(Waiting wish) {
        wish.file.queue.change(wish, Wish.State.OFFERED);
        Wish offered = wish.toWish();
        journal.waits(offered);
        listener.offered(offered);
    }

    void goDormant(Waiting wish) {
        wish.file.queue.change(wish, Wish.State.DORMANT);
        journal.waits(wish.toWish());
        listener.settled(wish.serial);
    }

    /** Removes a wish. Its owner and its file may be forgotten with it. */
    void drop(Waiting wish) {
        boolean wasOffered = wish.is(Wish.State.OFFERED);
        wishes.remove(wish.serial);
        wish.file.queue.remove(wish);
        if (wish.file.queue.all.isEmpty()) {
            wish.file.queue = null;
            directory.queued.remove(wish.file);
        }
        wish.owner.remove(wish);
        wish.owner.account.wishes--;
        exit(wish);
        journal.gone(wish.serial);
        if (wasOffered) {
            listener.settled(wish.serial);
        }
        directory.leave(wish.owner, wish.file);
    }

    /** Returns a wish, or null. */
    Waiting find(long id) {
        return wishes.get(id);
    }

    /** Returns an offer, or null. */
    Waiting findOffered(long id) {
        Waiting wish = find(id);
        return wish != null && wish.is(Wish.State.OFFERED) ? wish : null;
    }

    /** Returns the wish for exactly that, or null. */
    Waiting find(FileKey key, LockOwner name, LockMode mode, ByteRange range) {
        Owner owner = directory.owners.find(name);
        if (owner == null || owner.wishes().isEmpty()) {
            return null;
        }
        LockedFile file = directory.files.find(key);
        for (Waiting wish : owner.wishes()) {
            if (wish.file == file
                    && wish.request.mode() == mode
                    && wish.first == range.first()
                    && wish.last == range.last()) {
                return wish;
            }
        }
        return null;
    }

    List<Waiting> all() {
        return new ArrayList<>(wishes.values());
    }
}
