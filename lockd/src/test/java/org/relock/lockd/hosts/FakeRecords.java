package org.relock.lockd.hosts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.locks.ClientId;

/** Records in memory. */
final class FakeRecords implements ClientRecords {

    final Map<ClientId, ClientRecord> stored = new LinkedHashMap<>();
    boolean refuses;

    @Override
    public CompletableFuture<Boolean> put(ClientRecord client) {
        if (!refuses) {
            stored.put(client.client().id(), client);
        }
        return CompletableFuture.completedFuture(!refuses);
    }

    @Override
    public CompletableFuture<Boolean> remove(ClientRecord client) {
        stored.remove(client.client().id());
        return CompletableFuture.completedFuture(true);
    }
}
