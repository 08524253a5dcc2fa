package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.List;
import org.relock.state.xdr.Opaque;

/** A {@link Wish} in the table; its serial is its number. */
final class Waiting extends Span<Waiting> {

    final Owner owner;
    final LockedFile file;
    private final boolean write;

    /** How it was asked for last. */
    LockRequest request;

    Opaque memo;
    Origin origin;
    Wish.State state;

    /** What its owner has locked or given up since it was offered: newer than the offer. */
    private List<ByteRange> newer = List.of();

    /** Whether it waits for locks and offers only: to queue too would close a circle. */
    boolean overtakes;

    /** Whether it is among the candidates of a round of grants already. */
    boolean isCandidate;

    /** The lowest serial in the tree below and including this node. */
    private long leastSerial;

    /** The lowest last byte in the tree below and including this node. */
    private long leastLast;

    /** The highest first byte there. */
    private long greatestFirst;

    Waiting(long id, LockRequest request, Opaque memo, Owner owner, LockedFile file) {
        super(id, request.range().first(), request.range().last());
        this.owner = owner;
        this.file = file;
        this.request = request;
        this.memo = memo;
        write = request.mode() == LockMode.WRITE;
        state = Wish.State.WAITING;
        leastSerial = id;
        leastLast = last;
        greatestFirst = first;
    }

    @Override
    Owner owner() {
        return owner;
    }

    @Override
    boolean isWrite() {
        return write;
    }

    boolean is(Wish.State asked) {
        return state == asked;
    }

    /** The owner locks or gives up these bytes while it is offered. */
    void overtakenBy(ByteRange range) {
        if (newer.isEmpty()) {
            newer = new ArrayList<>(1);
        }
        newer.add(range);
    }

    /** Whether its owner changed some of its bytes since it was offered. */
    boolean isOvertaken() {
        return !newer.isEmpty();
    }

    /** Returns what there is to take when its owner has heard: not what was changed since. */
    List<ByteRange> toTake() {
        List<ByteRange> rest = List.of(request.range());
        for (ByteRange changed : newer) {
            List<ByteRange> pieces = new ArrayList<>();
            for (ByteRange piece : rest) {
                pieces.addAll(piece.minus(changed));
            }
            rest = pieces;
        }
        return rest;
    }

    Wish toWish() {
        return new Wish(serial, request, memo, state);
    }

    /** Returns what is kept for the owner, as if it were held. */
    @Override
    Lock toLock() {
        return new Lock(owner.name, request.mode(), request.range(), request.taken());
    }

    @Override
    void refresh() {
        super.refresh();
        leastSerial = serial;
        leastLast = last;
        greatestFirst = right == null ? first : right.greatestFirst;
        sumUp(left);
        sumUp(right);
    }

    private void sumUp(Waiting tree) {
        if (tree != null) {
            leastSerial = Math.min(leastSerial, tree.leastSerial);
            if (Long.compareUnsigned(tree.leastLast, leastLast) < 0) {
                leastLast = tree.leastLast;
            }
        }
    }

    /** Whether all in the tree below came after the first of another tree. */
    boolean isAllAfter(Waiting tree) {
        return leastSerial >= tree.leastSerial;
    }

    /** Whether all in the tree below overlap a span. */
    boolean allOverlap(Span<?> span) {
        return Long.compareUnsigned(greatestFirst, span.last) <= 0
                && Long.compareUnsigned(leastLast, span.first) >= 0;
    }

    /** Whether all in the tree below came after that one or are that one. */
    boolean isAllAfter(long id) {
        return leastSerial >= id;
    }
}
