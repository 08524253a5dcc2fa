package org.relock.lockd.hosts;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.xdr.Opaque;

/** What is stored of clients. Guarded by the table. */
final class StoredHosts {

    private final ClientRecords records;

    StoredHosts(ClientRecords records) {
        this.records = records;
    }

    void restored(Host host, ClientRecord record) {
        host.record = Optional.of(record);
        host.recorded = true;
    }

    /** Stores that a client is watched, under its first name. */
    CompletableFuture<Boolean> putWatched(Host host) {
        Watch watch = host.watches.get(0);
        return put(host, new ClientRecord(host.client(), watch.monName(), watch.priv()));
    }

    /** Stores that there is a client, and that nobody watches it. */
    CompletableFuture<Boolean> putUnwatched(Host host, Opaque secret) {
        return put(host, new ClientRecord(host.client(), "", secret));
    }

    private CompletableFuture<Boolean> put(Host host, ClientRecord record) {
        host.record = Optional.of(record);
        return records.put(record)
                .thenApply(
                        done -> {
                            host.recorded |= done;
                            return done;
                        });
    }

    /** Forgets a client; completes once that is on stable storage. */
    CompletableFuture<Boolean> remove(Host host) {
        Optional<ClientRecord> record = host.record;
        host.record = Optional.empty();
        host.recorded = false;
        return record.map(records::remove).orElse(CompletableFuture.completedFuture(true));
    }
}
