package org.relock.tests.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;

/** A process from its start to its end: nothing it has begun goes on after that. */
final class SimProcess implements Ticker, Timer, Executor {

    private final SimNode node;
    private final String name;
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean alive = true;

    SimProcess(SimNode node, String name) {
        this.node = node;
        this.name = name;
    }

    SimNode node() {
        return node;
    }

    boolean alive() {
        return alive;
    }

    /** Ends it, however: a process that is killed says nothing any more. */
    void end() {
        if (alive) {
            alive = false;
            atEnd.forEach(Runnable::run);
        }
    }

    /** What the operating system does when the process ends. */
    void atEnd(Runnable task) {
        atEnd.add(task);
    }

    /** The machine's monotonic clock; where it starts is anybody's guess. */
    @Override
    public long nanos() {
        return node.world().scheduler().now() + node.tickerStart();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        node.world().scheduler().after(nanosOf(delay), () -> run(task));
    }

    /** A pool of workers: each task some time, in any order. */
    @Override
    public void execute(Runnable task) {
        if (alive) {
            node.world().scheduler().soon(() -> run(task));
        }
    }

    private void run(Runnable task) {
        if (alive) {
            node.world().runs(this);
            task.run();
        }
    }

    /** Whether it has locks, or believes in some. */
    boolean isAboutLocks() {
        return name.equals("lockd") || name.equals("kernel");
    }

    private static long nanosOf(Duration delay) {
        return delay.toDays() > 10_000 ? Long.MAX_VALUE : delay.toNanos();
    }

    @Override
    public String toString() {
        return node.name() + "/" + name;
    }
}
