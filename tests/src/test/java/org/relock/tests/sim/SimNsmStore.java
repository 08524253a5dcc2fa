package org.relock.tests.sim;

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

/**
 * A state directory on a disk that forgets at a power cut what it need not have forced: records
 * taken out may come back. It may be full for a while.
 */
final class SimNsmStore implements NsmStore {

    private record Key(String fileName, MonId monId) {
        static Key of(MonitorRecord record) {
            return new Key(record.fileName(), record.monId());
        }
    }

    private final SimWorld world;
    private final String owner;
    private final Map<Key, MonitorRecord> living = new LinkedHashMap<>();
    private final Map<Key, MonitorRecord> retired = new LinkedHashMap<>();

    /** Taken out, but not forced. */
    private final List<MonitorRecord> removed = new ArrayList<>();

    private final List<MonitorRecord> forgotten = new ArrayList<>();
    private int state = 3;
    private boolean full;

    SimNsmStore(SimWorld world, String owner) {
        this.world = world;
        this.owner = owner;
    }

    void full(boolean now) {
        full = now;
    }

    void powerCut() {
        for (MonitorRecord record : removed) {
            if (world.random().chance(50)) {
                living.putIfAbsent(Key.of(record), record);
            }
        }
        for (MonitorRecord record : forgotten) {
            if (world.random().chance(50)) {
                retired.putIfAbsent(Key.of(record), record);
            }
        }
        removed.clear();
        forgotten.clear();
    }

    @Override
    public StoreListing monitored() {
        return new StoreListing(new ArrayList<>(living.values()), List.of(), true);
    }

    @Override
    public StoreListing retired() {
        return new StoreListing(new ArrayList<>(retired.values()), List.of(), true);
    }

    @Override
    public void put(MonitorRecord monitored) throws IOException {
        needSpace();
        living.put(Key.of(monitored), monitored);
        // The directory is forced with it.
        removed.clear();
    }

    @Override
    public boolean holds(MonitorRecord monitored) {
        return monitored.equals(living.get(Key.of(monitored)));
    }

    @Override
    public void remove(MonitorRecord monitored) {
        MonitorRecord there = living.remove(Key.of(monitored));
        if (there != null) {
            removed.add(there);
        }
    }

    @Override
    public List<String> retire() {
        retired.putAll(living);
        living.clear();
        removed.clear();
        return List.of();
    }

    @Override
    public void forget(MonitorRecord record) {
        MonitorRecord there = retired.remove(Key.of(record));
        if (there != null) {
            forgotten.add(there);
        }
    }

    @Override
    public int state() {
        return state;
    }

    @Override
    public int advanceState() throws IOException {
        needSpace();
        state += 2;
        if ((state & 1) == 0) {
            throw new IllegalStateException(owner + " is up with an even state");
        }
        return state;
    }

    @Override
    public Optional<StoreLock> tryLock() {
        return Optional.of(() -> {});
    }

    @Override
    public void close() {}

    private void needSpace() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }
}
