package org.relock.lockd.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * How work is done beside the one who wants it done. In the daemon each chore is a thread; where
 * all that happens is to come from one seed, it is a row of tasks.
 */
@FunctionalInterface
public interface Chores {

    /** A thread for each, made when it is first wanted. */
    Chores THREADS = ThreadChore::new;

    /** Makes one that does nothing until it is woken. */
    Chore make(String name, Step step);

    /** One look at what there is to do, and the doing of it; it may wait for the disk. */
    @FunctionalInterface
    interface Step {
        /** Returns when to look again although nobody wakes it; empty for never. */
        Optional<Duration> run();
    }

    /** Work of one kind, never done twice at the same time. */
    interface Chore extends AutoCloseable {
        /** Has a step begin after this call, unless it is closed. Does not wait. */
        void wake();

        /** Does the last step, if it was ever woken, and returns when that has ended. */
        @Override
        void close();
    }
}
