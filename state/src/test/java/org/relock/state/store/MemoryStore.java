package org.relock.state.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relock.state.nsm.MonId;

/**
 * A store for tests, in memory. It refuses what a directory refuses, and fails when it is told to.
 */
public final class MemoryStore implements NsmStore {

    private record Key(String fileName, MonId monId) {
        static Key of(MonitorRecord record) {
            return new Key(record.fileName(), record.monId());
        }
    }

    private final Map<Key, MonitorRecord> living = new LinkedHashMap<>();
    private final Map<Key, MonitorRecord> retired = new LinkedHashMap<>();
    private Optional<String> failure = Optional.empty();
    private boolean locked;
    private int state;

    /** Makes an empty one whose state number is 3. */
    public MemoryStore() {
        this(3);
    }

    /** Makes an empty one with this state number. */
    public MemoryStore(int state) {
        this.state = state;
    }

    /** Makes every change fail with {@code message} from now on. */
    public synchronized void failWith(String message) {
        failure = Optional.of(message);
    }

    /** Makes changes work again. */
    public synchronized void heal() {
        failure = Optional.empty();
    }

    @Override
    public synchronized StoreListing monitored() {
        return new StoreListing(new ArrayList<>(living.values()), List.of(), true);
    }

    @Override
    public synchronized StoreListing retired() {
        return new StoreListing(new ArrayList<>(retired.values()), List.of(), true);
    }

    @Override
    public synchronized void put(MonitorRecord monitored) throws IOException {
        FileNames.check(monitored.fileName());
        RecordLine.format(monitored);
        failIfTold();
        living.put(Key.of(monitored), monitored);
    }

    @Override
    public synchronized boolean holds(MonitorRecord monitored) {
        return monitored.equals(living.get(Key.of(monitored)));
    }

    @Override
    public synchronized void remove(MonitorRecord monitored) throws IOException {
        failIfTold();
        living.remove(Key.of(monitored));
    }

    @Override
    public synchronized List<String> retire() throws IOException {
        failIfTold();
        retired.putAll(living);
        living.clear();
        return List.of();
    }

    @Override
    public synchronized void forget(MonitorRecord record) throws IOException {
        failIfTold();
        retired.remove(Key.of(record));
    }

    @Override
    public synchronized Optional<StoreLock> tryLock() {
        if (locked) {
            return Optional.empty();
        }
        locked = true;
        return Optional.of(this::unlock);
    }

    private synchronized void unlock() {
        locked = false;
    }

    @Override
    public synchronized int state() {
        return state | 1;
    }

    @Override
    public synchronized int advanceState() throws IOException {
        failIfTold();
        state = (state | 1) + 2;
        return state;
    }

    @Override
    public void close() {}

    private void failIfTold() throws IOException {
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
    }
}
