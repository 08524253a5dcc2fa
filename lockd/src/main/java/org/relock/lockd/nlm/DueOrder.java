package org.relock.lockd.nlm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.relock.state.time.Timer;

/**
 * Grants in the order of their next moments, and one alarm for the first of them. A grant whose
 * moment has changed is in it twice; the entry that is no longer right is skipped when it comes.
 */
final class DueOrder {

    private final Timer timer;
    private final LongSupplier clock;
    private final Consumer<GrantedCallback> whenDue;
    private final Queue<Due> all = new PriorityQueue<>(Comparator.comparingLong(Due::at));

    /** For when the next alarm is set; later ones may be set besides, and find nothing new. */
    private long alarm = Long.MAX_VALUE;

    private boolean closed;

    private record Due(long at, GrantedCallback callback) {
        boolean isRight() {
            return callback.nextMoment() == at;
        }
    }

    /**
     * Makes an empty one.
     *
     * @param clock nanoseconds from 0 on
     * @param whenDue is called on the timer's thread, with no lock held
     */
    DueOrder(Timer timer, LongSupplier clock, Consumer<GrantedCallback> whenDue) {
        this.timer = timer;
        this.clock = clock;
        this.whenDue = whenDue;
    }

    /** Notes the grant's next moment. */
    synchronized void add(GrantedCallback callback) {
        long at = callback.nextMoment();
        if (at == Long.MAX_VALUE || closed) {
            return;
        }
        all.add(new Due(at, callback));
        setAlarm();
    }

    private void setAlarm() {
        while (!all.isEmpty() && !all.peek().isRight()) {
            all.remove();
        }
        if (!all.isEmpty() && all.peek().at() < alarm) {
            alarm = all.peek().at();
            long set = alarm;
            long delay = Math.max(0, set - clock.getAsLong());
            timer.after(Duration.ofNanos(delay), () -> ring(set));
        }
    }

    private void ring(long rang) {
        for (GrantedCallback due : due(rang)) {
            whenDue.accept(due);
        }
    }

    private synchronized List<GrantedCallback> due(long rang) {
        List<GrantedCallback> due = new ArrayList<>();
        long now = clock.getAsLong();
        for (Due first = all.peek(); first != null && first.at() <= now; first = all.peek()) {
            all.remove();
            if (first.isRight()) {
                due.add(first.callback());
            }
        }
        if (alarm == rang) {
            alarm = Long.MAX_VALUE;
        }
        setAlarm();
        return due;
    }

    synchronized void close() {
        closed = true;
        all.clear();
    }
}
