package org.relock.lockd.hosts;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relock.state.rpc.Unguessable;
import org.relock.state.xdr.Opaque;

/**
 * What is watched, by its name and by its secret, and the secrets themselves. Guarded by the
 * register.
 */
final class WatchTable {

    /** Numbers of clients stay below this, so that every JSON reader can count them: 2^53. */
    private static final long NUMBERS = 1L << 53;

    private final Map<String, Watch> byName = new HashMap<>();

    /** A client that is watched under several names has one secret for all. */
    private final Map<Opaque, Set<Watch>> bySecret = new HashMap<>();

    private final Unguessable random = new Unguessable();

    Collection<Watch> all() {
        return List.copyOf(byName.values());
    }

    /** Returns a watch from before a restart. */
    Watch restored(String name, Opaque secret) {
        return byName.computeIfAbsent(name, any -> make(name, secret));
    }

    /** Returns the watches of a client under these names, made where there are none. */
    List<Watch> of(Host host, List<String> names) {
        Optional<Opaque> shared = host.priv();
        for (String name : names) {
            Watch watch = byName.get(name);
            if (watch == null) {
                watch = make(name, shared.orElseGet(this::newSecret));
                byName.put(name, watch);
            }
            join(host, watch);
            shared = host.priv();
        }
        return List.copyOf(host.watches);
    }

    private Watch make(String name, Opaque secret) {
        Watch watch = new Watch(name, secret);
        bySecret.computeIfAbsent(secret, any -> new LinkedHashSet<>()).add(watch);
        return watch;
    }

    void join(Host host, Watch watch) {
        if (watch.hosts().add(host)) {
            host.watches.add(watch);
        }
    }

    void leave(Host host) {
        for (Watch watch : host.watches) {
            watch.hosts().remove(host);
            forgetIfEmpty(watch);
        }
        host.watches.clear();
    }

    /** Forgets a watch without clients that the status monitor does not know either. */
    void forgetIfEmpty(Watch watch) {
        if (watch.hosts().isEmpty() && watch.phase == Watch.Phase.NONE) {
            byName.remove(watch.monName(), watch);
            Set<Watch> siblings = bySecret.get(watch.priv());
            if (siblings != null && siblings.remove(watch) && siblings.isEmpty()) {
                bySecret.remove(watch.priv());
            }
        }
    }

    /** Returns the clients behind a secret. */
    List<Host> hostsOf(Opaque secret) {
        Set<Host> hosts = new LinkedHashSet<>();
        for (Watch watch : bySecret.getOrDefault(secret, Set.of())) {
            hosts.addAll(watch.hosts());
        }
        return new ArrayList<>(hosts);
    }

    /** Returns 16 bytes that nobody can guess and that are not given out twice. */
    Opaque newSecret() {
        ByteBuffer bytes = ByteBuffer.allocate(ClientRecord.PRIV_BYTES);
        while (bytes.hasRemaining()) {
            bytes.putInt(random.next());
        }
        return Opaque.copyOf(bytes.array());
    }

    /** Returns a number for a client: one of so many that none comes twice, in any run. */
    long newNumber() {
        long number = ((long) random.next() << Integer.SIZE | (random.next() & 0xffff_ffffL));
        return Math.max(1, number & (NUMBERS - 1));
    }
}
