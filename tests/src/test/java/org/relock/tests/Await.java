package org.relock.tests;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Waits for something outside this process that cannot tell when it is there: a file, a port, a
 * process. The time it takes is not judged, only that it comes at all.
 */
public final class Await {

    /** Far longer than anything takes on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 5;

    private Await() {}

    /**
     * Returns once {@code there} is true.
     *
     * @param what what is waited for, for the message
     * @throws AssertionError if it does not come within a minute
     */
    public static void until(String what, Callable<Boolean> there) {
        long start = System.nanoTime();
        try {
            while (!there.call()) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new AssertionError("waited in vain for " + what);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } catch (Exception e) {
            throw new AssertionError("cannot wait for " + what, e);
        }
    }
}
