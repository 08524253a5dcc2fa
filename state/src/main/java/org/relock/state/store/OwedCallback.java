package org.relock.state.store;

import java.util.Objects;

/**
 * A watcher that has yet to be told of a reboot.
 *
 * @param record who watches whom, and the watcher's priv
 * @param state the watched host's new state number
 */
public record OwedCallback(MonitorRecord record, int state) {

    /** Checks that nothing is missing. */
    public OwedCallback {
        Objects.requireNonNull(record, "record");
    }
}
