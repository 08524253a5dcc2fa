package org.relock.tests.sim;

import java.time.Duration;
import java.util.Optional;
import org.relock.lockd.journal.Chores;

/** A journal's chores as tasks of its process: when that is killed, they are not finished. */
final class SimChores implements Chores {

    private static final Duration SLOW_DISK = Duration.ofMillis(20);

    private final SimProcess process;

    SimChores(SimProcess process) {
        this.process = process;
    }

    @Override
    public Chore make(String name, Step step) {
        return new Chore() {
            private boolean due;
            private boolean closed;

            @Override
            public void wake() {
                if (!due && !closed) {
                    due = true;
                    SimRandom random = process.node().world().random();
                    process.after(random.duration(Duration.ZERO, SLOW_DISK), this::run);
                }
            }

            private void run() {
                due = false;
                if (!closed) {
                    Optional<Duration> again = step.run();
                    again.ifPresent(pause -> process.after(pause, this::wake));
                }
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}
