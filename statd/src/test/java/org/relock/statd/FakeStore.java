package org.relock.statd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relock.state.nsm.MonId;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.NsmStore;
import org.relock.state.store.StoreListing;
import org.relock.state.store.StoreLock;

/** A disk in memory that can be made to refuse. */
final class FakeStore implements NsmStore {

    private record Key(String fileName, MonId monId) {
        static Key of(MonitorRecord record) {
            return new Key(record.fileName(), record.monId());
        }
    }

    private final Map<Key, MonitorRecord> living = new LinkedHashMap<>();
    private int state = 5;
    private boolean full;
    private int writes;

    @Override
    public synchronized StoreListing monitored() {
        return new StoreListing(List.copyOf(living.values()), List.of(), true);
    }

    @Override
    public synchronized StoreListing retired() {
        return new StoreListing(List.of(), List.of(), true);
    }

    @Override
    public synchronized void put(MonitorRecord monitored) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        writes++;
        living.put(Key.of(monitored), monitored);
    }

    @Override
    public synchronized boolean holds(MonitorRecord monitored) {
        return monitored.equals(living.get(Key.of(monitored)));
    }

    @Override
    public synchronized void remove(MonitorRecord monitored) {
        living.remove(Key.of(monitored));
    }

    @Override
    public synchronized List<String> retire() {
        living.clear();
        return List.of();
    }

    @Override
    public Optional<StoreLock> tryLock() {
        return Optional.empty();
    }

    @Override
    public void forget(MonitorRecord retired) {}

    @Override
    public synchronized int state() {
        return state;
    }

    @Override
    public synchronized int advanceState() {
        state += 2;
        return state;
    }

    @Override
    public void close() {}

    /** What is on disk, one {@code fileName monName myName priv} a line. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (MonitorRecord record : living.values()) {
            lines.add(
                    record.fileName()
                            + " "
                            + record.monName()
                            + " "
                            + record.myId().myName()
                            + " "
                            + record.priv());
        }
        return lines;
    }

    synchronized int writes() {
        return writes;
    }

    synchronized void full(boolean now) {
        full = now;
    }
}
