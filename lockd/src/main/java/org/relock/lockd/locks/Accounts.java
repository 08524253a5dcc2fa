package org.relock.lockd.locks;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The accounts of all clients that have something, and what came through which address of ours. */
final class Accounts {

    private final Map<Long, Account> clients = new HashMap<>();
    private final Map<InetAddress, Set<Origin>> servers = new HashMap<>();

    /** Returns the account of a client, or null. */
    Account find(ClientId client) {
        return clients.get(client.number());
    }

    Account of(ClientId client) {
        Account account = find(client);
        if (account == null) {
            account = new Account(client);
            clients.put(client.number(), account);
        }
        return account;
    }

    List<Origin> through(InetAddress server) {
        return new ArrayList<>(servers.getOrDefault(server, Set.of()));
    }

    /** Returns the origin of what is taken like that, in use once more. */
    Origin use(Account account, Taken taken) {
        Origin origin = account.find(taken);
        if (origin == null) {
            origin = new Origin(account, taken);
            account.add(origin, taken);
            servers.computeIfAbsent(taken.server(), server -> new LinkedHashSet<>()).add(origin);
        }
        origin.uses++;
        return origin;
    }

    /** Says that one use of an origin has ended. */
    void leave(Origin origin) {
        origin.uses--;
        if (origin.uses == 0) {
            origin.account.remove(origin);
            Set<Origin> there = servers.get(origin.server);
            there.remove(origin);
            if (there.isEmpty()) {
                servers.remove(origin.server);
            }
        }
    }

    Census census() {
        int locks = 0;
        int wishes = 0;
        int shares = 0;
        for (Account account : clients.values()) {
            locks += account.holds;
            wishes += account.wishes;
            shares += account.shares;
        }
        return new Census(locks, wishes, shares, clients.size());
    }

    /** Forgets an account that is empty. */
    void leave(Account account) {
        if (account.isEmpty()) {
            clients.remove(account.client.number());
        }
    }
}
