package org.relock.lockd.hosts;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockService;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;
import org.relock.state.xdr.Opaque;

/**
 * Who the clients are. Before its first lock each is watched by the status monitor and recorded on
 * disk, once; after that it never waits for either. One that holds nothing for a while is watched
 * no more.
 *
 * <p>SM_UNMON_ALL is never sent. The monitor's records say who has to hear of our next reboot, and
 * when we start without a journal, or in a new boot whose notices may not be out yet, there may be
 * clients that believe in locks of which we know nothing: they are the ones who must hear. A record
 * too many costs a notice that the client ignores.
 */
public final class HostRegister implements Clients {

    private static final CompletableFuture<Boolean> YES = completedFuture(true);
    private static final CompletableFuture<Boolean> NO = completedFuture(false);

    private final HostTable table;
    private final WatchTable watches;
    private final Watcher watcher;
    private final StoredHosts stored;
    private final Rebooted rebooted;
    private final Introductions introductions;
    private final IdleHosts idle;
    private final MonitorPolicy policy;
    private final LockService locks;
    private final Timer timer;
    private final Ticker ticker;
    private final MonitorCounts counts = new MonitorCounts();
    private volatile boolean closed;

    /** Makes one that knows nobody; {@link #begin} sets it going. */
    public HostRegister(
            Identity identity,
            MonitorPolicy policy,
            StatusMonitor monitor,
            ClientRecords records,
            LockService locks,
            Timer timer,
            Ticker ticker) {
        this.policy = policy;
        this.locks = locks;
        this.timer = timer;
        this.ticker = ticker;
        table = new HostTable(identity);
        watches = new WatchTable();
        watcher = new Watcher(monitor, timer, ticker, counts, this::recovered);
        stored = new StoredHosts(records);
        rebooted = new Rebooted(locks, ticker, counts);
        introductions = new Introductions(table, watches, watcher, stored, policy, timer);
        idle = new IdleHosts(table, watches, watcher, stored, policy, locks, ticker);
    }

    /**
     * Takes over what is recorded, before anybody calls.
     *
     * @param sameBoot whether this host has not rebooted since: the status monitor then still
     *     watches whom it watched
     */
    public void restore(Collection<ClientRecord> records, boolean sameBoot) {
        synchronized (table) {
            for (ClientRecord record : records) {
                Host host = table.add(record.client(), ticker.nanos());
                List<String> names = MonNames.of(host, policy.byCallerName());
                if (sameBoot && !record.monName().isEmpty()) {
                    Watch watch = watches.restored(record.monName(), record.priv());
                    watcher.restored(watch);
                    watches.join(host, watch);
                    stored.restored(host, record);
                    host.remembered(names.equals(List.of(record.monName())));
                } else {
                    stored.restored(host, record);
                    if (!record.monName().isEmpty()) {
                        // Its watch went with the boot; the next restart must not count on it.
                        var unused = stored.putUnwatched(host, watches.newSecret());
                    }
                    // With monitoring required only NM_LOCK's clients go without, as they should.
                    host.owed = sameBoot && !policy.required();
                    host.earlier = true;
                }
            }
        }
    }

    /** Begins to look for the idle, and for the unwatched. */
    public void begin() {
        timer.after(HostLimits.SWEEP, this::sweep);
    }

    /**
     * The grace period after a reboot of ours is over: whoever got nothing since is not known to
     * the next boot.
     *
     * @return complete once that is on stable storage, false if the disk refused
     */
    public CompletableFuture<Boolean> graceOver() {
        return idle.graceOver();
    }

    private void recovered() {
        introductions.catchUp();
    }

    /** Returns what became of monitoring. */
    public MonitorCounts counts() {
        return counts;
    }

    /** Returns everybody, for an administrator. */
    public List<HostView> list() {
        synchronized (table) {
            List<HostView> all = new ArrayList<>();
            long now = ticker.nanos();
            for (Host host : table.all()) {
                all.add(
                        new HostView(
                                host.client().id(),
                                host.addresses(),
                                host.client().callerName(),
                                monitoringOf(host),
                                host.state,
                                Duration.ofNanos(now - host.lastSeen())));
            }
            return all;
        }
    }

    private HostView.Monitoring monitoringOf(Host host) {
        if (host.owed) {
            return HostView.Monitoring.NO;
        }
        if (host.underWay.isPresent()) {
            return HostView.Monitoring.ASKING;
        }
        return host.isRemembered() ? HostView.Monitoring.YES : HostView.Monitoring.NOT_NEEDED;
    }

    /** Whether a client calls, or may call, from an address. Takes no lock. */
    public boolean isAddressOf(ClientId client, InetAddress address) {
        return table.find(client).filter(host -> host.addresses().contains(address)).isPresent();
    }

    /** Returns a client by its number. */
    public Optional<Client> find(ClientId client) {
        return table.find(client).map(Host::client);
    }

    @Override
    public Optional<Client> find(InetAddress remote, String callerName) {
        Optional<Host> host = table.find(remote, callerName);
        host.ifPresent(known -> known.seen(remote, ticker.nanos()));
        return host.map(Host::client);
    }

    @Override
    public boolean isKnownElsewhere(InetAddress remote, String callerName) {
        return table.isKnownElsewhere(remote, callerName);
    }

    @Override
    public Optional<Client> clientOf(InetAddress remote, String callerName) {
        Optional<Client> known = find(remote, callerName);
        return known.isPresent() ? known : add(remote, callerName);
    }

    private Optional<Client> add(InetAddress remote, String callerName) {
        synchronized (table) {
            Optional<Client> known = find(remote, callerName);
            if (known.isPresent()) {
                return known;
            }
            if (!table.hasRoom(remote)) {
                idle.makeRoom();
            }
            if (!table.hasRoom(remote)) {
                return Optional.empty();
            }
            ClientId id = new ClientId(watches.newNumber());
            return Optional.of(
                    table.add(new Client(id, remote, callerName), ticker.nanos()).client());
        }
    }

    @Override
    public CompletableFuture<Boolean> remember(Client client, InetAddress server) {
        Optional<Host> found = table.find(client.id());
        if (found.isEmpty()) {
            return NO;
        }
        Host host = found.get();
        // In this order: the sweep, which goes the other way round, sees one or the other.
        host.seen(ticker.nanos());
        return host.isRemembered() ? YES : introductions.introduce(host);
    }

    @Override
    public CompletableFuture<Boolean> rememberUnwatched(Client client, InetAddress server) {
        Optional<Host> found = table.find(client.id());
        if (found.isEmpty()) {
            return NO;
        }
        Host host = found.get();
        host.seen(ticker.nanos());
        synchronized (table) {
            host.earlier = false;
            if (host.isRemembered() || host.recorded) {
                return YES;
            }
            if (host.underWay.isPresent()) {
                return host.underWay.get();
            }
            return stored.putUnwatched(host, watches.newSecret());
        }
    }

    @Override
    public void notified(String monName, int state, Opaque priv) {
        List<Host> concerned;
        synchronized (table) {
            concerned = rebooted.choose(watches.hostsOf(priv), state);
        }
        for (Host host : concerned) {
            rebooted.release(host, state);
        }
    }

    @Override
    public void farewell(Client client) {
        locks.release(client.id());
    }

    @Override
    public void stateSeen(Client client, int state) {
        Optional<Host> found = table.find(client.id());
        if (state == 0 || found.isEmpty() || found.get().state == state) {
            return;
        }
        Host host = found.get();
        List<Watch> again;
        synchronized (table) {
            boolean first = host.state == 0;
            host.state = state;
            long now = ticker.nanos();
            boolean lately =
                    host.recheckedAt
                            .filter(at -> now - at < HostLimits.RECHECK_PAUSE.toNanos())
                            .isPresent();
            if (first || lately || !host.isRemembered()) {
                return;
            }
            host.recheckedAt = Optional.of(now);
            again = List.copyOf(host.watches);
        }
        again.forEach(watcher::remind);
    }

    @Override
    public int stateOf(Client client) {
        return table.find(client.id()).map(host -> host.state).orElse(0);
    }

    /** Looks for those who hold nothing any more, and for those who are not watched yet. */
    private void sweep() {
        if (closed) {
            return;
        }
        timer.after(HostLimits.SWEEP, this::sweep);
        idle.sweep();
        if (!watcher.isAway()) {
            introductions.catchUp();
        }
    }

    /** Asks nobody any more. */
    public void close() {
        closed = true;
    }
}
