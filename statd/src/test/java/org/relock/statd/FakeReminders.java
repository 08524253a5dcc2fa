package org.relock.statd;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.relock.state.nsm.MonId;
import org.relock.state.store.MonitorRecord;

/** Reminders in memory, which a test can carry over to the next {@link Statd}. */
final class FakeReminders implements Reminders {

    private final Map<MonId, Integer> last = new HashMap<>();
    private final Map<MonId, Integer> owed = new HashMap<>();
    private boolean broken;

    @Override
    public synchronized OptionalInt lastState(MonitorRecord watched) {
        Integer state = last.get(watched.monId());
        return state == null ? OptionalInt.empty() : OptionalInt.of(state);
    }

    @Override
    public synchronized boolean isOwed(MonitorRecord watched) {
        return owed.containsKey(watched.monId());
    }

    @Override
    public synchronized void owe(List<MonitorRecord> news, int state) throws IOException {
        if (broken) {
            throw new IOException("Read-only file system");
        }
        for (MonitorRecord record : news) {
            last.put(record.monId(), state);
            owed.put(record.monId(), state);
        }
    }

    @Override
    public synchronized void paid(MonitorRecord watched, int state) {
        owed.remove(watched.monId(), state);
    }

    @Override
    public synchronized void forget(MonitorRecord watched) {
        last.remove(watched.monId());
        owed.remove(watched.monId());
    }

    synchronized int owed() {
        return owed.size();
    }

    synchronized void breakDisk() {
        broken = true;
    }
}
