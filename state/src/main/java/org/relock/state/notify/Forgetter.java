package org.relock.state.notify;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.NsmStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of those who have heard out of the store, on a thread of its own, so that no
 * peer waits for the disk. A record that cannot be taken out stays, which costs a needless notice
 * after the next reboot.
 */
final class Forgetter {

    private static final Logger LOG = LoggerFactory.getLogger(Forgetter.class);

    private final NsmStore store;
    private final BlockingQueue<Optional<MonitorRecord>> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "forget");

    Forgetter(NsmStore store) {
        this.store = store;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void forget(MonitorRecord record) {
        queue.add(Optional.of(record));
    }

    /** Returns when everything given to {@link #forget} is done. */
    void finish() throws InterruptedException {
        queue.add(Optional.empty());
        thread.join();
    }

    private void work() {
        try {
            Optional<MonitorRecord> next = queue.take();
            while (next.isPresent()) {
                forgetNow(next.get());
                next = queue.take();
            }
        } catch (InterruptedException e) {
            // Whoever interrupts wants the thread gone; what is left is told again next time.
            Thread.currentThread().interrupt();
        }
    }

    private void forgetNow(MonitorRecord record) {
        try {
            store.forget(record);
        } catch (IOException e) {
            LOG.error(
                    "Failed to delete: {} has heard, its record stays: {}",
                    record.fileName(),
                    e.getMessage());
        }
    }
}
