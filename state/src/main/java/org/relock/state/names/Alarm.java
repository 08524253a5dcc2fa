package org.relock.state.names;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs something later, once. Tests ring it by hand. */
@FunctionalInterface
interface Alarm {

    /** The machine's: one daemon thread of the Java library, started at first use. */
    Alarm SYSTEM =
            (nanos, action) -> {
                RareAlarm.SYSTEM.set();
                CompletableFuture<Boolean> timer = new CompletableFuture<>();
                var unused =
                        timer.thenAccept(
                                rings -> {
                                    if (rings) {
                                        action.run();
                                    }
                                });
                timer.completeOnTimeout(true, nanos, TimeUnit.NANOSECONDS);
                return () -> timer.complete(false); // cancel() would make an exception.
            };

    /** Sets the alarm; running what is returned takes it back if it has not rung yet. */
    Runnable set(long nanos, Runnable action);
}
