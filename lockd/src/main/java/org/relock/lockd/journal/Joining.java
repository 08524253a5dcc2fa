package org.relock.lockd.journal;

/** Waits for threads to end. */
final class Joining {

    /** A disk that hangs must not keep the daemon from ending, in milliseconds. */
    private static final long PATIENCE_MILLIS = 2_000;

    private Joining() {}

    /** Returns once {@code thread} has ended, or after two seconds. */
    static void join(Thread thread) {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
