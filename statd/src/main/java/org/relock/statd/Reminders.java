package org.relock.statd;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.relock.state.store.MonitorRecord;

/**
 * What must outlive us about notices: the last state each watched host announced, so that a replay
 * after our restart is none, and the callbacks that no lock manager has taken yet. All methods but
 * {@link #lastState} may wait for the disk.
 */
interface Reminders {

    /** Returns the state that this host announced last for this watcher, if it did. */
    OptionalInt lastState(MonitorRecord watched);

    /** Returns whether the watcher has not been told of {@link #lastState} yet. */
    boolean isOwed(MonitorRecord watched);

    /** Records, on stable storage, that the watchers of {@code news} must hear of {@code state}. */
    void owe(List<MonitorRecord> news, int state) throws IOException;

    /** Records that the watcher has heard of {@code state}; a newer one may be owed by now. */
    void paid(MonitorRecord watched, int state) throws IOException;

    /** Forgets a host that is no longer watched. */
    void forget(MonitorRecord watched) throws IOException;
}
