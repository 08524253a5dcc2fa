package org.relock.state.time;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that runs things later; it exists from the first of them on. */
public final class SystemTimer implements Timer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTimer.class);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1,
                    task -> {
                        Thread timer = new Thread(task, "timer");
                        timer.setDaemon(true);
                        return timer;
                    });

    @Override
    public void after(Duration delay, Runnable task) {
        try {
            var unused = thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // Nothing happens any more once we have been closed.
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException broken) {
            LOG.error("A timed task failed", broken);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
