package org.relock.state.time;

import java.time.Duration;

/** Runs things later. Tests bring their own and step it by hand. */
@FunctionalInterface
public interface Timer {

    /** Runs {@code task} once, about {@code delay} from now, on a thread that must not wait. */
    void after(Duration delay, Runnable task);
}
