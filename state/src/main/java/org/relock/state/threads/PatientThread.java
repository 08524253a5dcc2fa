package org.relock.state.threads;

/**
 * A thread that may be had for something that waits: for the rest of the request it has just dealt
 * with, mostly. To hand that to another thread, and the answer back, can take longer than a small
 * file takes the disk.
 *
 * <p>There are two ways to have one. A thread whose work is done <em>lends</em> itself to those who
 * learn of the outcome, and one of them {@linkplain #take takes} it. A thread in the middle of
 * something, which others depend on, can only be {@linkplain #offer offered} a task: it does that
 * later, when another thread has taken its place.
 */
public class PatientThread extends Thread {

    private boolean lent;

    /** Makes a daemon thread with about that many bytes of stack; 0 is as many as is usual. */
    public PatientThread(Runnable work, String name, long stackBytes) {
        super(null, work, name, stackBytes);
        setDaemon(true);
    }

    /** Lends the current thread to {@code rest}; see {@link #take}. */
    public static void lend(Runnable rest) {
        if (Thread.currentThread() instanceof PatientThread thread) {
            thread.lent = true;
            try {
                rest.run();
            } finally {
                thread.lent = false;
            }
        } else {
            rest.run();
        }
    }

    /**
     * Takes the current thread, if it is lent, to do at once what may wait. What comes of that
     * cannot take it a second time.
     *
     * @return whether the caller may wait on the current thread
     */
    public static boolean take() {
        if (Thread.currentThread() instanceof PatientThread thread && thread.lent) {
            thread.lent = false;
            return true;
        }
        return false;
    }

    /**
     * Offers {@code task} to the current thread, to do it soon, when nobody depends on it any more.
     *
     * @return whether it will
     */
    public static boolean offer(Runnable task) {
        return Thread.currentThread() instanceof PatientThread thread && thread.accepts(task);
    }

    /** Takes a task for later, or returns false. Called on this thread. */
    protected boolean accepts(Runnable task) {
        return false;
    }
}
