package org.relock.lockd.locks;

import static java.lang.Long.compareUnsigned;

/**
 * Finds whose turn it is among those that wait for some bytes: the one that came first, passing
 * over all that a lock or an offer excludes. Where these want the same bytes, as in a long queue
 * for one byte, they are passed over together.
 */
final class NextInTurn {

    private final long from;
    private final long to;

    /** The serial after which to look. */
    private final long after;

    /** What excludes those that are passed over, or null. */
    private final Span<?> obstacle;

    /** Whether whatever overlaps the obstacle is somebody else's. */
    private final boolean excludesAll;

    private Waiting best;

    private NextInTurn(FileQueue queue, long from, long to, long after, Span<?> obstacle) {
        this.from = from;
        this.to = to;
        this.after = after;
        this.obstacle = obstacle;
        excludesAll = obstacle != null && !waits(obstacle.owner(), queue);
    }

    /** Returns the first that came after the serial {@code after}, or null. */
    static Waiting next(FileQueue queue, long from, long to, long after, Span<?> obstacle) {
        NextInTurn turns = new NextInTurn(queue, from, to, after, obstacle);
        turns.look(queue.writersThatWait(), turns.excludesAll);
        turns.look(queue.readersThatWait(), turns.excludesAll && obstacle.isWrite());
        return turns.best;
    }

    private static boolean waits(Owner owner, FileQueue queue) {
        for (Waiting wish : owner.wishes()) {
            if (wish.file.queue == queue && wish.is(Wish.State.WAITING)) {
                return true;
            }
        }
        return false;
    }

    private void look(Waiting tree, boolean passesOver) {
        Waiting at = tree;
        while (at != null && mayBeIn(at, passesOver)) {
            if (compareUnsigned(at.first, to) > 0) {
                at = at.left;
                continue;
            }
            if (at.serial > after
                    && (best == null || at.serial < best.serial)
                    && at.overlaps(from, to)
                    && (obstacle == null || !obstacle.excludes(at))) {
                best = at;
            }
            // First where it is more likely, so that less of the other side need be looked at.
            boolean leftFirst =
                    at.right == null || (at.left != null && !at.left.isAllAfter(at.right));
            look(leftFirst ? at.left : at.right, passesOver);
            at = leftFirst ? at.right : at.left;
        }
    }

    private boolean mayBeIn(Waiting tree, boolean passesOver) {
        return compareUnsigned(tree.maxLast, from) >= 0
                && (best == null || !tree.isAllAfter(best.serial))
                && !(passesOver && tree.allOverlap(obstacle));
    }
}
