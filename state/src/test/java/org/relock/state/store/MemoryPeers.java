package org.relock.state.store;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A {@link PeerMemory} for tests, in memory; it completes every promise at once. */
public final class MemoryPeers implements PeerMemory {

    private final PeerTable table = new PeerTable();

    /** Makes one that remembers nothing yet. */
    public MemoryPeers() {}

    @Override
    public synchronized OptionalInt lastSeen(String peer) {
        return table.lastSeen(peer);
    }

    @Override
    public synchronized void saw(String peer, int state) {
        table.apply(new PeerLine.Seen(peer, state));
    }

    @Override
    public synchronized List<OwedCallback> owed() {
        return table.owed();
    }

    @Override
    public synchronized CompletableFuture<Boolean> owe(List<OwedCallback> callbacks) {
        for (OwedCallback callback : callbacks) {
            table.apply(new PeerLine.Owed(callback));
        }
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public synchronized void settle(OwedCallback callback) {
        table.apply(new PeerLine.Paid(callback));
    }

    @Override
    public void close() {}
}
