package org.relock.lockd;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.hosts.ClientRecord;
import org.relock.lockd.hosts.ClientRecords;
import org.relock.lockd.hosts.Clients;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.Opaque;

/**
 * The register of clients with the callout beside it: before a client's first lock through one of
 * our addresses the callout hears of the pair, and once the register forgets the client it hears of
 * that. A callout that hangs delays the request that caused it and no other.
 */
final class AnnouncedClients implements Clients {

    private final Clients register;
    private final Callout callout;
    private final Map<ClientId, Set<InetAddress>> announced;

    private AnnouncedClients(
            Clients register, Callout callout, Map<ClientId, Set<InetAddress>> announced) {
        this.register = register;
        this.callout = callout;
        this.announced = announced;
    }

    /** Makes records and register tell the callout. */
    static final class Maker {

        private final Callout callout;
        private final Map<ClientId, Set<InetAddress>> announced = new ConcurrentHashMap<>();

        Maker(Callout callout) {
            this.callout = callout;
        }

        /** Takes over what the process before has announced. */
        void restored(RecordedState table) {
            if (callout.isNone()) {
                return;
            }
            table.locks().values().forEach(of -> of.forEach(it -> add(it.owner(), it.taken())));
            table.shares().values().forEach(of -> of.forEach(it -> add(it.owner(), it.taken())));
            for (Wish wish : table.wishes()) {
                add(wish.request().owner(), wish.request().taken());
            }
        }

        private void add(LockOwner owner, Taken taken) {
            announced
                    .computeIfAbsent(owner.client(), id -> ConcurrentHashMap.newKeySet())
                    .add(taken.server());
        }

        Clients around(Clients register) {
            return callout.isNone() ? register : new AnnouncedClients(register, callout, announced);
        }

        ClientRecords around(ClientRecords records) {
            if (callout.isNone()) {
                return records;
            }
            return new ClientRecords() {
                @Override
                public CompletableFuture<Boolean> put(ClientRecord client) {
                    return records.put(client);
                }

                @Override
                public CompletableFuture<Boolean> remove(ClientRecord record) {
                    CompletableFuture<Boolean> removed = records.remove(record);
                    Set<InetAddress> servers = announced.remove(record.client().id());
                    if (servers != null) {
                        servers.forEach(server -> callout.delClient(record.client(), server));
                    }
                    return removed;
                }
            };
        }
    }

    @Override
    public CompletableFuture<Boolean> remember(Client client, InetAddress server) {
        return announce(register.remember(client, server), client, server);
    }

    @Override
    public CompletableFuture<Boolean> rememberUnwatched(Client client, InetAddress server) {
        return announce(register.rememberUnwatched(client, server), client, server);
    }

    private CompletableFuture<Boolean> announce(
            CompletableFuture<Boolean> remembered, Client client, InetAddress server) {
        return remembered.thenCompose(
                done -> {
                    boolean isNew =
                            done
                                    && announced
                                            .computeIfAbsent(
                                                    client.id(),
                                                    id -> ConcurrentHashMap.newKeySet())
                                            .add(server);
                    return isNew
                            ? callout.addClient(client, server).thenApply(nothing -> true)
                            : CompletableFuture.completedFuture(done);
                });
    }

    @Override
    public Optional<Client> clientOf(InetAddress remote, String callerName) {
        return register.clientOf(remote, callerName);
    }

    @Override
    public Optional<Client> find(InetAddress remote, String callerName) {
        return register.find(remote, callerName);
    }

    @Override
    public boolean isKnownElsewhere(InetAddress remote, String callerName) {
        return register.isKnownElsewhere(remote, callerName);
    }

    @Override
    public void notified(String monName, int state, Opaque priv) {
        register.notified(monName, state, priv);
    }

    @Override
    public void farewell(Client client) {
        register.farewell(client);
    }

    @Override
    public int stateOf(Client client) {
        return register.stateOf(client);
    }

    @Override
    public void stateSeen(Client client, int state) {
        register.stateSeen(client, state);
    }
}
