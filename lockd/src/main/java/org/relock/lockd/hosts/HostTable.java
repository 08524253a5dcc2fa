package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.relock.lockd.locks.ClientId;

/**
 * All clients, by their keys, ids and names. Any thread may look; whoever changes it holds its
 * lock, which guards the clients in it and their watches too.
 */
final class HostTable {

    private final Identity identity;
    private final Map<Identity.Key, Host> byKey = new ConcurrentHashMap<>();
    private final Map<ClientId, Host> byId = new ConcurrentHashMap<>();
    private final Map<String, Set<Host>> byName = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

    HostTable(Identity identity) {
        this.identity = identity;
    }

    Optional<Host> find(InetAddress address, String name) {
        return Optional.ofNullable(byKey.get(identity.keyOf(address, name)));
    }

    Optional<Host> find(ClientId id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<Host> all() {
        return byId.values();
    }

    /** Whether there is room for one more client, and for one more at that address. */
    boolean hasRoom(InetAddress address) {
        return byId.size() < HostLimits.CLIENTS
                && perAddress.getOrDefault(address, 0) < HostLimits.NAMES_PER_ADDRESS;
    }

    /** Whether others, and none of this address, call themselves so. */
    boolean isKnownElsewhere(InetAddress address, String name) {
        Set<Host> namesakes = byName.get(name);
        if (namesakes == null) {
            return false;
        }
        int looked = 0;
        boolean elsewhere = false;
        for (Host host : namesakes) {
            if (host.addresses().contains(address)) {
                return false;
            }
            elsewhere = true;
            if (++looked == HostLimits.NAMESAKES_LOOKED_AT) {
                break;
            }
        }
        return elsewhere;
    }

    Host add(Client client, long now) {
        List<InetAddress> addresses = identity.addressesOf(client.address(), client.callerName());
        Host host = new Host(client, addresses, now);
        byId.put(client.id(), host);
        byName.computeIfAbsent(client.callerName(), any -> ConcurrentHashMap.newKeySet()).add(host);
        perAddress.merge(client.address(), 1, Integer::sum);
        byKey.put(identity.keyOf(client.address(), client.callerName()), host);
        return host;
    }

    void remove(Host host) {
        Client client = host.client();
        byKey.remove(identity.keyOf(client.address(), client.callerName()), host);
        byId.remove(client.id(), host);
        perAddress.computeIfPresent(
                client.address(), (address, count) -> count > 1 ? count - 1 : null);
        byName.computeIfPresent(
                client.callerName(),
                (name, hosts) -> {
                    hosts.remove(host);
                    return hosts.isEmpty() ? null : hosts;
                });
    }
}
