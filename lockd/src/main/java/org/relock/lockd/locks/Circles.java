package org.relock.lockd.locks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds owners that wait for each other in a circle, over all files and protocols.
 *
 * <p>A circle of locks and offers alone is a deadlock. A circle in which somebody only waits his
 * turn is none: there the queue gives way, and he overtakes.
 */
final class Circles {

    /** Looking stops after so many steps; what is not found by then is not called a deadlock. */
    private static final int MOST_STEPS = 10_000;

    /**
     * Files with wishes that are looked at, and locks of each, to see whether an owner has peace.
     */
    private static final int MOST_LOOKED_AT = 64;

    private final Directory directory;
    private final HoldTable holds;
    private final Obstacles obstacles;

    Circles(Directory directory, HoldTable holds, Obstacles obstacles) {
        this.directory = directory;
        this.holds = holds;
        this.obstacles = obstacles;
    }

    /** How the search came to an owner: a wish waits for it, at least for its turn. */
    private record Step(Owner owner, Waiting wish, boolean isTurn, Step before) {}

    /** Whether a wish waits for its own owner by way of locks and offers. */
    boolean isDeadlock(Waiting wish) {
        return find(wish, false) != null;
    }

    /**
     * Lets wishes overtake until a wish does not wait for its own owner, or does so by a deadlock.
     *
     * @param overtaker hears of each wish that overtakes from now on
     */
    void untangle(Waiting wish, Consumer<Waiting> overtaker) {
        Step step = find(wish, true);
        while (step != null) {
            while (step != null && !step.isTurn) {
                step = step.before;
            }
            if (step != null) {
                step.wish.overtakes = true;
                overtaker.accept(step.wish);
                step = find(wish, true);
            }
        }
    }

    private Step find(Waiting wish, boolean turnsToo) {
        Owner target = wish.owner;
        if (target.wishes().isEmpty() && !mayKeepWaiting(target)) {
            return null; // No circle goes through whom nobody waits for.
        }
        return new Search(target, turnsToo).run(wish);
    }

    /** Whether somebody may wait for a lock of an owner; the search finds out. */
    private boolean mayKeepWaiting(Owner owner) {
        if (owner.files == 0) {
            return false;
        }
        if (directory.queued.size() > MOST_LOOKED_AT) {
            return true;
        }
        for (LockedFile file : directory.queued) {
            Holder holder = holds.find(owner, file);
            if (holder != null && holder.mayKeepWaiting(MOST_LOOKED_AT)) {
                return true;
            }
        }
        return false;
    }

    private final class Search {
        private final Owner target;
        private final boolean turnsToo;

        /** Owners whose wishes have not been asked what they wait for. */
        private final Deque<Step> open = new ArrayDeque<>();

        /** Owners whose wishes have not been asked behind whom they queue, which are many. */
        private final Deque<Step> openTurns = new ArrayDeque<>();

        private final Set<Owner> seen = new HashSet<>();
        private Step closing;
        private int steps;

        Search(Owner target, boolean turnsToo) {
            this.target = target;
            this.turnsToo = turnsToo;
        }

        Step run(Waiting start) {
            expand(start, null);
            expandTurns(start, null);
            while (!isOver() && !(open.isEmpty() && openTurns.isEmpty())) {
                boolean isTurns = open.isEmpty();
                Step step = isTurns ? openTurns.remove() : open.remove();
                for (Waiting wish : step.owner.wishes()) {
                    if (wish.is(Wish.State.WAITING)) {
                        if (isTurns) {
                            expandTurns(wish, step);
                        } else {
                            expand(wish, step);
                        }
                    }
                }
                if (!isTurns && turnsToo) {
                    openTurns.add(step);
                }
            }
            return closing;
        }

        private boolean isOver() {
            return closing != null || steps >= MOST_STEPS;
        }

        private void expand(Waiting wish, Step before) {
            if (!isOver()) {
                obstacles.visitHolders(wish, span -> reach(span.owner(), wish, false, before));
            }
        }

        private void expandTurns(Waiting wish, Step before) {
            if (turnsToo && !isOver()) {
                obstacles.visitQueue(wish, other -> reach(other.owner, wish, true, before));
            }
        }

        /** Returns whether to look further. */
        private boolean reach(Owner owner, Waiting wish, boolean isTurn, Step before) {
            steps++;
            if (owner == target) {
                closing = new Step(owner, wish, isTurn, before);
            } else if (!owner.wishes().isEmpty() && seen.add(owner)) {
                open.add(new Step(owner, wish, isTurn, before));
            }
            return !isOver();
        }
    }
}
