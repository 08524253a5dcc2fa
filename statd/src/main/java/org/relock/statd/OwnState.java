package org.relock.statd;

import java.io.IOException;
import org.relock.state.store.NsmStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our state number, as the store has it now: sm-notify advances it behind our back, and whoever
 * asks us must hear the number that peers were told.
 */
final class OwnState {

    private static final Logger LOG = LoggerFactory.getLogger(OwnState.class);

    private final NsmStore store;
    private volatile int last;

    /** Reads the number for the first time; {@code store} makes one where there is none. */
    OwnState(NsmStore store) throws IOException {
        this.store = store;
        this.last = store.state();
    }

    /** Returns the number; may wait for the disk. If it cannot be read, the last one read. */
    int fresh() {
        try {
            int now = store.state();
            if (now != last) {
                LOG.debug("Local NSM state number: {}", now);
            }
            last = now;
        } catch (IOException e) {
            LOG.warn("Cannot read our state number again: {}", e.toString());
        }
        return last;
    }

    /** Returns the number as last read, without waiting. */
    int last() {
        return last;
    }
}
