package org.relock.lockd.locks;

import java.util.function.Predicate;

/**
 * Who is in whose way. A lock that is held and one that is offered are in everybody's way; a wish
 * that waits is in the way of those who came later and would wait as well, so that nobody is passed
 * for ever, with two exemptions without which some would wait for themselves.
 */
final class Obstacles {

    private final HoldTable holds;

    Obstacles(HoldTable holds) {
        this.holds = holds;
    }

    /**
     * Returns the lock or offer with the lowest first byte that is in an owner's way, or null.
     *
     * @param file may be null: one on which there is nothing
     * @param owner may be null: one who has nothing
     */
    Span<?> inTheWay(LockedFile file, Owner owner, ByteRange range, boolean write) {
        if (file == null) {
            return null;
        }
        Hold hold = file.holdInTheWay(owner, range.first(), range.last(), write);
        if (file.queue == null) {
            return hold;
        }
        Span<?> offer = file.queue.offerInTheWay(owner, range.first(), range.last(), write);
        return LockedFile.<Span<?>>earliest(hold, offer);
    }

    /** Returns one lock, offer or earlier wish that a wish has to wait for, or null. */
    Span<?> of(Waiting wish) {
        Span<?> there = inTheWay(wish.file, wish.owner, wish.request.range(), wish.isWrite());
        return there == null ? queuedBehind(wish) : there;
    }

    /** Returns one earlier wish that a wish has to let go first, or null. */
    Waiting queuedBehind(Waiting wish) {
        FileQueue queue = wish.file.queue;
        return queue == null || isExemptFromAll(wish)
                ? null
                : queue.earlier(wish, other -> !isExempt(wish, other));
    }

    /** Shows every lock and offer in the way of a wish, until {@code wantsMore} is false. */
    void visitHolders(Waiting wish, Predicate<Span<?>> wantsMore) {
        Predicate<Span<?>> next = span -> !span.excludes(wish) || wantsMore.test(span);
        wish.file.writers.visit(wish.first, wish.last, next);
        if (wish.isWrite()) {
            wish.file.readers.visit(wish.first, wish.last, next);
        }
        if (wish.file.queue != null) {
            wish.file.queue.visitOffered(wish.first, wish.last, wish.isWrite(), next::test);
        }
    }

    /** Shows every earlier wish that a wish has to let go first, until it is false. */
    void visitQueue(Waiting wish, Predicate<Waiting> wantsMore) {
        if (wish.file.queue != null && !isExemptFromAll(wish)) {
            wish.file.queue.earlier(
                    wish, other -> !isExempt(wish, other) && !wantsMore.test(other));
        }
    }

    /** An upgrade, or a wish for what its owner has already, waits for locks and offers only. */
    private boolean isExemptFromAll(Waiting wish) {
        if (wish.overtakes) {
            return true;
        }
        Holder holder = holds.find(wish.owner, wish.file);
        return holder != null && holder.covers(wish.first, wish.last, false);
    }

    /** Whose lock the other waits for does not let it go first. */
    private boolean isExempt(Waiting wish, Waiting other) {
        Holder holder = holds.find(wish.owner, wish.file);
        return holder != null && holder.isInTheWay(other.first, other.last, other.isWrite());
    }
}
