package org.relock.tests.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Everything that happens, one thing at a time. It has two moves: run any one of the tasks that can
 * run; when there is none, let time pass until there is.
 */
final class Scheduler {

    private record Later(long at, long order, Runnable task) implements Comparable<Later> {
        @Override
        public int compareTo(Later other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final SimRandom random;
    private final List<Runnable> runnable = new ArrayList<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>();
    private boolean inOrder;
    private long now;
    private long order;
    private long steps;

    Scheduler(SimRandom random) {
        this.random = random;
    }

    /** From now on what comes first is done first: for stories that are told in an order. */
    void inOrder() {
        inOrder = true;
    }

    boolean isInOrder() {
        return inOrder;
    }

    /** Returns nanoseconds since the beginning of the world. */
    long now() {
        return now;
    }

    long steps() {
        return steps;
    }

    void soon(Runnable task) {
        runnable.add(task);
    }

    /** Runs {@code task} after so many nanoseconds, at once if they are negative. */
    void after(long nanos, Runnable task) {
        long at = nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + Math.max(0, nanos);
        later.add(new Later(at, order++, task));
    }

    /** Makes one move; returns false if time was up before there was one to make. */
    boolean step(long until) {
        if (runnable.isEmpty()) {
            if (later.isEmpty() || later.peek().at() > until) {
                now = Math.max(now, until);
                return false;
            }
            now = later.peek().at();
            while (!later.isEmpty() && later.peek().at() == now) {
                runnable.add(later.remove().task());
            }
        }
        steps++;
        take().run();
        return true;
    }

    private Runnable take() {
        int last = runnable.size() - 1;
        if (last == 0 || inOrder) {
            return runnable.remove(0);
        }
        // Whichever is taken, the last one takes its place.
        int chosen = random.below(last + 1);
        Runnable task = runnable.get(chosen);
        runnable.set(chosen, runnable.get(last));
        runnable.remove(last);
        return task;
    }
}
