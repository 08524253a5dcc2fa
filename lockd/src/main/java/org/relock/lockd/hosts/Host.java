package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.relock.state.xdr.Opaque;

/** What the register knows of one client. */
final class Host {

    private final Client client;
    private final CopyOnWriteArrayList<InetAddress> addresses;
    private volatile long lastSeen;

    /** Whether it may have locks without anybody being asked. */
    private volatile boolean remembered;

    /** What is asked of the status monitor and the disk for it just now. Guarded by the table. */
    Optional<CompletableFuture<Boolean>> underWay = Optional.empty();

    /** What it is watched by, or is to be. Guarded by the table. */
    final List<Watch> watches = new ArrayList<>(1);

    /** What is stored of it. Guarded by the table. */
    Optional<ClientRecord> record = Optional.empty();

    /** It has locks or may have, and is not watched. Guarded by the table. */
    boolean owed;

    /** It is of an earlier boot, and has got nothing in this one. Guarded by the table. */
    boolean earlier;

    /** Only for NM_LOCK: its record is stored, nobody watches it. Guarded by the table. */
    boolean recorded;

    /** Its NSM state as it says itself; 0 if it never did. Written under the lock of the table. */
    volatile int state;

    /** The state of the last notice about it. Guarded by the table. */
    Optional<Integer> notified = Optional.empty();

    /** When it was last asked to be watched anew. Guarded by the table. */
    Optional<Long> recheckedAt = Optional.empty();

    Host(Client client, List<InetAddress> addresses, long now) {
        this.client = client;
        this.addresses = new CopyOnWriteArrayList<>(addresses);
        lastSeen = now;
    }

    Client client() {
        return client;
    }

    List<InetAddress> addresses() {
        return addresses;
    }

    /** It has called, from an address that it may call from. */
    void seen(InetAddress from, long now) {
        lastSeen = now;
        if (!addresses.contains(from) && addresses.size() < HostLimits.ADDRESSES_PER_CLIENT) {
            addresses.addIfAbsent(from);
        }
    }

    void seen(long now) {
        lastSeen = now;
    }

    long lastSeen() {
        return lastSeen;
    }

    boolean isRemembered() {
        return remembered;
    }

    void remembered(boolean now) {
        remembered = now;
    }

    /** Returns the secret it is known by to the status monitor. */
    Optional<Opaque> priv() {
        return watches.isEmpty() ? Optional.empty() : Optional.of(watches.get(0).priv());
    }
}
