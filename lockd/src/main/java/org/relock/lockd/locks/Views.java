package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.relock.state.xdr.Opaque;

/** What people want to see of a table. They look at so much at most, for the table waits. */
final class Views {

    /** So many of those in the way of one wish are shown. */
    static final int MOST_PER_WISH = 1_000;

    private Views() {}

    static List<LockOwner> blockersOf(LockTable table, long id) {
        Set<LockOwner> owners = new LinkedHashSet<>();
        for (WaitsFor edge : edges(table, table.wishes.find(id))) {
            owners.add(edge.blocker());
        }
        return List.copyOf(owners);
    }

    static List<WaitsFor> waitsFor(LockTable table) {
        List<WaitsFor> edges = new ArrayList<>();
        for (Waiting wish : table.wishes.all()) {
            edges.addAll(edges(table, wish));
        }
        return edges;
    }

    static Explanation explain(LockTable table, LockRequest request, LockOutcome outcome) {
        Waiting draft = table.wishes.draft(request, Opaque.EMPTY);
        List<Lock> held = new ArrayList<>();
        List<Wish> offered = new ArrayList<>();
        for (Span<?> span : holders(table, draft)) {
            if (span instanceof Waiting wish) {
                offered.add(wish.toWish());
            } else {
                held.add(span.toLock());
            }
        }
        List<Wish> ahead = new ArrayList<>();
        for (Waiting wish : turns(table, draft)) {
            ahead.add(wish.toWish());
        }
        boolean deadlock = table.wouldBeDeadlock(draft);
        table.wishes.forget(draft);
        return new Explanation(outcome, held, offered, ahead, deadlock);
    }

    private static Set<WaitsFor> edges(LockTable table, Waiting wish) {
        Set<WaitsFor> edges = new LinkedHashSet<>();
        if (wish != null && wish.is(Wish.State.WAITING)) {
            for (Span<?> span : holders(table, wish)) {
                edges.add(
                        edge(
                                wish,
                                span,
                                span instanceof Waiting
                                        ? WaitsFor.Reason.OFFERED
                                        : WaitsFor.Reason.HELD));
            }
            for (Waiting other : turns(table, wish)) {
                edges.add(edge(wish, other, WaitsFor.Reason.TURN));
            }
        }
        return edges;
    }

    private static WaitsFor edge(Waiting wish, Span<?> span, WaitsFor.Reason reason) {
        return new WaitsFor(wish.serial, wish.owner.name, span.owner().name, reason);
    }

    private static List<Span<?>> holders(LockTable table, Waiting wish) {
        List<Span<?>> found = new ArrayList<>();
        table.obstacles.visitHolders(wish, upToTheMost(found));
        return found;
    }

    private static List<Waiting> turns(LockTable table, Waiting wish) {
        List<Waiting> found = new ArrayList<>();
        table.obstacles.visitQueue(wish, upToTheMost(found));
        return found;
    }

    private static <T> Predicate<T> upToTheMost(List<T> found) {
        return one -> {
            found.add(one);
            return found.size() < MOST_PER_WISH;
        };
    }
}
