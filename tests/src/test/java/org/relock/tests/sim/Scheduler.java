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
    private long now;
    private long order;
    private long steps;

    Scheduler(SimRandom random) {
        this.random = random;
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
        int chosen = runnable.size() == 1 ? 0 : random.below(runnable.size());
        Runnable task = runnable.get(chosen);
        runnable.set(chosen, runnable.get(runnable.size() - 1));
        runnable.remove(runnable.size() - 1);
        steps++;
        task.run();
        return true;
    }
}
