package org.relock.statd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;

/** A clock that moves when told, and what is due by then. */
final class FakeTime implements Ticker, Timer {

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

    /** Moves the clock, stopping at each moment where something is due. */
    void advance(Duration by) {
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
