package org.relock.state.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that moves when told, and what is due by then. */
public final class FakeTime implements Ticker, Timer {

    private record Due(long at, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private long now = 1_000_000_000L;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized void after(Duration delay, Runnable task) {
        due.add(new Due(now + delay.toNanos(), task));
    }

    /** Returns how many tasks are yet to come. */
    public synchronized int waiting() {
        return due.size();
    }

    /** Moves the clock, stopping at each moment where something is due. */
    public void advance(Duration by) {
        long until = nanos() + by.toNanos();
        while (true) {
            Due next;
            synchronized (this) {
                next = due.stream().min(Comparator.comparingLong(Due::at)).orElse(null);
                if (next == null || next.at() > until) {
                    now = until;
                    return;
                }
                due.remove(next);
                now = Math.max(now, next.at());
            }
            next.task().run();
        }
    }
}
