package org.relock.lockd.locks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Offers what can be offered, first come, first served. Who changes the table says what became
 * free, and then runs a round; only wishes that this concerns are looked at.
 */
final class Grants {

    private static final Comparator<Waiting> IN_TURN = (a, b) -> Long.compare(a.serial, b.serial);

    /** For owners of many wishes: so many are looked at for circles. */
    private static final int MOST_UNTANGLED = 100;

    /** So many are looked for one after the other before all that may concern are gathered. */
    private static final int ONE_BY_ONE = 4;

    private final WishTable wishes;
    private final Obstacles obstacles;
    private final Circles circles;
    private final Outside outside;
    private final Deque<LockedFile> due = new ArrayDeque<>();
    private final List<Owner> poorer = new ArrayList<>();

    Grants(WishTable wishes, Obstacles obstacles, Circles circles, Outside outside) {
        this.wishes = wishes;
        this.obstacles = obstacles;
        this.circles = circles;
        this.outside = outside;
    }

    /** An owner keeps others from these bytes no longer, or less than before. */
    void freed(LockedFile file, Owner owner, long first, long last) {
        outside.freed(file, first, last);
        if (!owner.wishes().isEmpty()) {
            // It may have been exempt from queuing by what it has lost.
            poorer.add(owner);
        }
        if (file.queue != null && !file.queue.nobodyWaits()) {
            file.queue.freed.add(first, last);
            isDue(file);
        }
    }

    /** An owner's wishes may have become grantable by what it got: it exempts from queuing. */
    void considerAll(Owner owner, LockedFile file) {
        for (Waiting wish : owner.wishes()) {
            if (wish.file == file) {
                consider(wish);
            }
        }
    }

    /** A wish may have become grantable other than by bytes that were freed. */
    void consider(Waiting wish) {
        if (wish.is(Wish.State.WAITING) && !wish.isCandidate) {
            wish.isCandidate = true;
            wish.file.queue.candidates.add(wish);
            isDue(wish.file);
        }
    }

    void run() {
        outside.settle();
        for (Owner owner : poorer) {
            List<Waiting> some = owner.wishes();
            for (int i = 0; i < Math.min(some.size(), MOST_UNTANGLED); i++) {
                if (some.get(i).is(Wish.State.WAITING)) {
                    circles.untangle(some.get(i), this::consider);
                }
            }
        }
        poorer.clear();
        while (!due.isEmpty()) {
            LockedFile file = due.remove();
            if (file.queue != null && file.queue.isDue) {
                file.queue.isDue = false;
                grant(file.queue);
            }
        }
    }

    private void isDue(LockedFile file) {
        if (!file.queue.isDue) {
            file.queue.isDue = true;
            due.add(file);
        }
    }

    private void grant(FileQueue queue) {
        List<Waiting> named = new ArrayList<>(queue.candidates);
        queue.candidates.clear();
        named.forEach(wish -> wish.isCandidate = false);
        Round round = new Round();
        outside.lookAnew();
        // Mostly one is offered what was freed, and is in the way of all that follow.
        for (int i = 0; i < ONE_BY_ONE; i++) {
            Waiting wish = next(queue, named, round);
            if (wish == null) {
                queue.freed.clear();
                return;
            }
            round.judge(wish);
        }
        grantAll(queue, named, round);
    }

    private static Waiting next(FileQueue queue, List<Waiting> named, Round round) {
        Waiting next = null;
        for (Waiting wish : named) {
            if (round.concerns(wish) && (next == null || wish.serial < next.serial)) {
                next = wish;
            }
        }
        for (int i = 0; i < queue.freed.count(); i++) {
            long first = queue.freed.first(i);
            long last = queue.freed.last(i);
            Waiting wish = NextInTurn.next(queue, first, last, round.judged, round.obstacle);
            if (next == null || (wish != null && wish.serial < next.serial)) {
                next = wish;
            }
        }
        return next;
    }

    private void grantAll(FileQueue queue, List<Waiting> named, Round round) {
        List<Waiting> candidates = new ArrayList<>();
        Predicate<Waiting> adding =
                wish -> {
                    if (!wish.isCandidate && round.concerns(wish)) {
                        wish.isCandidate = true;
                        candidates.add(wish);
                    }
                    return true;
                };
        for (Waiting wish : named) {
            var unused = adding.test(wish);
        }
        for (int i = 0; i < queue.freed.count(); i++) {
            queue.visitWaiting(queue.freed.first(i), queue.freed.last(i), true, adding);
        }
        queue.freed.clear();
        candidates.sort(IN_TURN);
        for (Waiting wish : candidates) {
            wish.isCandidate = false;
            if (round.concerns(wish)) {
                round.judge(wish);
            }
        }
    }

    /** One look at those that wait for what was freed, in their turn. */
    private final class Round {

        /** The serial of the last that was looked at. */
        private long judged;

        /** What was in the way of one is often in the way of all that follow; or null. */
        private Span<?> obstacle;

        boolean concerns(Waiting wish) {
            return wish.serial > judged
                    && wish.is(Wish.State.WAITING)
                    && (obstacle == null || !obstacle.excludes(wish));
        }

        void judge(Waiting wish) {
            judged = wish.serial;
            Span<?> there = obstacles.of(wish);
            if (there == null) {
                if (outside.mayOffer(wish)) {
                    wishes.offer(wish);
                    obstacle = wish;
                }
            } else if (!(there instanceof Waiting waiting && waiting.is(Wish.State.WAITING))) {
                obstacle = there;
            }
        }
    }
}
