package org.relock.statd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.relock.state.nsm.MonId;
import org.relock.state.store.OwedCallback;
import org.relock.state.store.PeerMemory;

/** A memory of peers that a test can carry over to the next {@link Statd}, on a slow disk. */
final class FakeMemory implements PeerMemory {

    private final Map<String, Integer> last = new HashMap<>();
    private final Map<MonId, OwedCallback> owed = new LinkedHashMap<>();
    private final List<CompletableFuture<Boolean>> writing = new ArrayList<>();
    private boolean slow;
    private boolean broken;

    @Override
    public synchronized OptionalInt lastSeen(String peer) {
        Integer state = last.get(peer);
        return state == null ? OptionalInt.empty() : OptionalInt.of(state);
    }

    @Override
    public synchronized void saw(String peer, int state) {
        last.put(peer, state);
    }

    @Override
    public synchronized List<OwedCallback> owed() {
        return List.copyOf(owed.values());
    }

    @Override
    public synchronized CompletableFuture<Boolean> owe(List<OwedCallback> callbacks) {
        for (OwedCallback callback : callbacks) {
            owed.put(callback.record().monId(), callback);
        }
        if (!slow) {
            return CompletableFuture.completedFuture(!broken);
        }
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        writing.add(later);
        return later;
    }

    @Override
    public synchronized void settle(OwedCallback callback) {
        OwedCallback there = owed.get(callback.record().monId());
        if (there != null && there.state() == callback.state()) {
            owed.remove(callback.record().monId());
        }
    }

    @Override
    public void close() {}

    /** From now on the disk takes its time, until {@link #written}. */
    synchronized void slowDown() {
        slow = true;
    }

    synchronized void written() {
        writing.forEach(it -> it.complete(true));
        writing.clear();
    }

    synchronized void breakDisk() {
        broken = true;
    }
}
