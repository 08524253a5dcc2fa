package org.relock.lockd.locks;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client has, counted, and by how it came to have it. There while it has something. */
final class Account {

    final ClientId client;

    /** Separate ranges held. */
    int holds;

    int wishes;
    int shares;

    /** By state number and whether monitored, for each address of ours. */
    private final Map<Key, Origin> origins = new HashMap<>();

    private Origin latest;

    private record Key(InetAddress server, int clientState, boolean monitored) {
        @Override
        public int hashCode() {
            return server.hashCode() * 31 + clientState * 2 + (monitored ? 1 : 0);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && clientState == that.clientState
                    && monitored == that.monitored
                    && server.equals(that.server);
        }
    }

    Account(ClientId client) {
        this.client = client;
    }

    boolean isEmpty() {
        return origins.isEmpty();
    }

    List<Origin> origins() {
        return new ArrayList<>(origins.values());
    }

    /** Returns the origin like that, or null. */
    Origin find(Taken taken) {
        if (latest != null && latest.matches(taken)) {
            return latest;
        }
        latest = origins.get(key(taken));
        return latest;
    }

    void add(Origin origin, Taken taken) {
        origins.put(key(taken), origin);
        latest = origin;
    }

    void remove(Origin origin) {
        origins.remove(key(origin.taken(0)));
        if (latest == origin) {
            latest = null;
        }
    }

    private static Key key(Taken taken) {
        return new Key(taken.server(), taken.clientState(), taken.monitored());
    }
}
