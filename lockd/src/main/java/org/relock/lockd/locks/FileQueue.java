package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** All wishes for one file: those that wait and those that are offered as trees, by mode. */
final class FileQueue {

    private final SpanTree<Waiting> waitingReaders = new SpanTree<>();
    private final SpanTree<Waiting> waitingWriters = new SpanTree<>();
    private final SpanTree<Waiting> offeredReaders = new SpanTree<>();
    private final SpanTree<Waiting> offeredWriters = new SpanTree<>();

    /** The dormant ones too. */
    final Set<Waiting> all = new LinkedHashSet<>();

    /** Bytes freed since the last round of grants. */
    final FreedBytes freed = new FreedBytes();

    /** Whom the next round of grants shall look at whatever was freed. */
    final List<Waiting> candidates = new ArrayList<>();

    /** Whether the next round of grants knows of this file. */
    boolean isDue;

    void add(Waiting wish) {
        all.add(wish);
        enter(wish);
    }

    void remove(Waiting wish) {
        all.remove(wish);
        exit(wish);
    }

    void change(Waiting wish, Wish.State state) {
        exit(wish);
        wish.state = state;
        enter(wish);
    }

    /** Returns the tree of those that wait to read, or null. */
    Waiting readersThatWait() {
        return waitingReaders.root();
    }

    /** Returns the tree of those that wait to write, or null. */
    Waiting writersThatWait() {
        return waitingWriters.root();
    }

    /** Whether somebody waits for what keeps others from its bytes. */
    boolean isWaitedFor(Span<?> span) {
        boolean[] found = {false};
        visitWaiting(
                span.first,
                span.last,
                span.isWrite(),
                wish -> {
                    found[0] = span.excludes(wish);
                    return !found[0];
                });
        return found[0];
    }

    boolean nobodyWaits() {
        return waitingReaders.isEmpty() && waitingWriters.isEmpty();
    }

    /** Whether nobody waits and nobody is offered anything; there may be dormant wishes. */
    boolean isIdle() {
        return nobodyWaits() && offeredReaders.isEmpty() && offeredWriters.isEmpty();
    }

    /** Returns the offer with the lowest first byte that keeps an owner from these bytes. */
    Waiting offerInTheWay(Owner owner, long first, long last, boolean write) {
        Waiting writer = offeredWriters.firstOfAnother(owner, first, last);
        Waiting reader = write ? offeredReaders.firstOfAnother(owner, first, last) : null;
        return LockedFile.earliest(writer, reader);
    }

    /** Shows who waits for some of these bytes, in no special order. */
    void visitWaiting(long first, long last, boolean readersToo, Predicate<Waiting> wantsMore) {
        visit(waitingWriters, waitingReaders, first, last, readersToo, wantsMore);
    }

    /** Shows who is offered some of these bytes, in no special order. */
    void visitOffered(long first, long last, boolean readersToo, Predicate<Waiting> wantsMore) {
        visit(offeredWriters, offeredReaders, first, last, readersToo, wantsMore);
    }

    private static void visit(
            SpanTree<Waiting> writers,
            SpanTree<Waiting> readers,
            long first,
            long last,
            boolean readersToo,
            Predicate<Waiting> wantsMore) {
        boolean[] goesOn = {true};
        writers.visit(
                first,
                last,
                wish -> {
                    goesOn[0] = wantsMore.test(wish);
                    return goesOn[0];
                });
        if (readersToo && goesOn[0]) {
            readers.visit(first, last, wantsMore);
        }
    }

    /**
     * Returns one that waits, came before {@code wish}, conflicts with it and passes the test; null
     * if there is none.
     */
    Waiting earlier(Waiting wish, Predicate<Waiting> test) {
        Waiting found = earlier(waitingWriters.root(), wish, test);
        return found == null && wish.isWrite() ? earlier(waitingReaders.root(), wish, test) : found;
    }

    private static Waiting earlier(Waiting tree, Waiting wish, Predicate<Waiting> test) {
        Waiting at = tree;
        while (at != null
                && !at.isAllAfter(wish.serial)
                && Long.compareUnsigned(at.maxLast, wish.first) >= 0) {
            Waiting found = earlier(at.left, wish, test);
            if (found != null) {
                return found;
            }
            if (Long.compareUnsigned(at.first, wish.last) > 0) {
                return null;
            }
            if (at.serial < wish.serial && at.excludes(wish) && test.test(at)) {
                return at;
            }
            at = at.right;
        }
        return null;
    }

    private void enter(Waiting wish) {
        switch (wish.state) {
            case WAITING -> (wish.isWrite() ? waitingWriters : waitingReaders).add(wish);
            case OFFERED -> (wish.isWrite() ? offeredWriters : offeredReaders).add(wish);
            case DORMANT -> {
                // In nobody's way, and nobody's turn.
            }
        }
    }

    private void exit(Waiting wish) {
        switch (wish.state) {
            case WAITING -> (wish.isWrite() ? waitingWriters : waitingReaders).remove(wish);
            case OFFERED -> (wish.isWrite() ? offeredWriters : offeredReaders).remove(wish);
            case DORMANT -> {
                // It is in no tree.
            }
        }
    }
}
