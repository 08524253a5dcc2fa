package org.relock.lockd.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A chore with a thread of its own, which begins with the first wake. */
final class ThreadChore implements Chores.Chore {

    /** A disk that hangs must not keep the daemon from ending, in milliseconds. */
    private static final long CLOSE_PATIENCE_MILLIS = 2_000;

    private final String name;
    private final Chores.Step step;
    private volatile Thread thread;
    private volatile boolean closed;

    ThreadChore(String name, Chores.Step step) {
        this.name = name;
        this.step = step;
    }

    @Override
    public void wake() {
        Thread running = thread;
        if (running == null) {
            begin();
        } else {
            LockSupport.unpark(running);
        }
    }

    private synchronized void begin() {
        if (thread != null) {
            LockSupport.unpark(thread);
        } else if (!closed) {
            Thread made = new Thread(this::run, name);
            made.setDaemon(true);
            thread = made;
            made.start();
        }
    }

    private void run() {
        boolean last = false;
        while (!last) {
            last = closed;
            // Whoever wakes us from here on has us look again: the permit stays until we park.
            Optional<Duration> again = step.run();
            if (last || closed) {
                continue;
            }
            if (again.isPresent()) {
                LockSupport.parkNanos(this, again.get().toNanos());
            } else {
                LockSupport.park(this);
            }
        }
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running == null) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
