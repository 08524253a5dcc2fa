package org.relock.state.notify;

import java.util.ArrayList;
import java.util.List;
import org.relock.state.store.MonitorRecord;

/**
 * One line of the list of those that must hear of our reboot. It is told from every source, each by
 * a {@link Notice} of its own; it is done when all of these are over and at least one was heard.
 */
final class Recipient {

    private final MonitorRecord record;
    private final List<Notice> open = new ArrayList<>(1);
    private boolean heard;

    Recipient(MonitorRecord record) {
        this.record = record;
    }

    MonitorRecord record() {
        return record;
    }

    /** Returns the notices not yet over. */
    List<Notice> open() {
        return open;
    }

    /** Returns whether the peer has heard from one source at least. */
    boolean heard() {
        return heard;
    }

    void markHeard() {
        heard = true;
    }

    /** Returns whether nothing is left to do. */
    boolean done() {
        return heard && open.isEmpty();
    }
}
