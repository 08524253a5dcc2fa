package org.relock.lockd;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.control.ClientList;
import org.relock.lockd.control.ClientView;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.hosts.Clients;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockService;
import org.relock.state.xdr.Opaque;

/**
 * Clients in memory alone, unwatched. Not what is to be: it stands in until the register of hosts
 * is here, so that the daemon can be tried.
 */
final class PlainClients implements Clients, ClientList {

    private record Key(InetAddress address, String name) {}

    private final Map<Key, Client> known = new HashMap<>();
    private final LockService locks;

    PlainClients(LockService locks) {
        this.locks = locks;
    }

    @Override
    public synchronized Optional<Client> clientOf(InetAddress remote, String callerName) {
        return Optional.of(
                known.computeIfAbsent(
                        new Key(remote, callerName),
                        key -> new Client(new ClientId(known.size() + 1L), remote, callerName)));
    }

    @Override
    public synchronized Optional<Client> find(InetAddress remote, String callerName) {
        return Optional.ofNullable(known.get(new Key(remote, callerName)));
    }

    @Override
    public synchronized boolean isKnownElsewhere(InetAddress remote, String callerName) {
        return !known.containsKey(new Key(remote, callerName))
                && known.keySet().stream().anyMatch(key -> key.name().equals(callerName));
    }

    @Override
    public CompletableFuture<Boolean> remember(Client client, InetAddress server) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> rememberUnwatched(Client client, InetAddress server) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void notified(String monName, int state, Opaque priv) {}

    @Override
    public void farewell(Client client) {
        var unused = locks.release(client.id());
    }

    synchronized boolean isAddressOf(ClientId id, InetAddress address) {
        return find(id).filter(view -> view.addresses().contains(address)).isPresent();
    }

    @Override
    public synchronized List<ClientView> all() {
        List<ClientView> all = new ArrayList<>();
        known.values()
                .forEach(
                        client ->
                                all.add(
                                        new ClientView(
                                                client, List.of(client.address()), "", "none")));
        return all;
    }

    @Override
    public synchronized Optional<ClientView> find(ClientId id) {
        return all().stream().filter(view -> view.client().id().equals(id)).findFirst();
    }
}
