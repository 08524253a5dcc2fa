package org.relock.tests.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.relock.lockd.Callout;
import org.relock.lockd.Lockd;
import org.relock.lockd.LockdConfig;
import org.relock.lockd.World;
import org.relock.lockd.export.HandleShape;
import org.relock.lockd.hosts.Identity;
import org.relock.lockd.hosts.MonitorPolicy;
import org.relock.lockd.hosts.StatdCalls;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.journal.JournalOptions;
import org.relock.lockd.journal.Recovered;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.lockd.locks.RecordedState;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Gate;
import org.relock.state.rpcbind.Rpcb;
import org.relock.state.rpcbind.RpcbindPolicy;
import org.relock.state.store.MemoryPeers;

/** A machine that runs statd and lockd, each with its own wiring. */
final class SimLockServer implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(90);
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(60);

    /** So small that logs are changed and snapshots taken all the time. */
    private static final JournalOptions SMALL = JournalOptions.STANDARD.withSizes(1 << 19, 1);

    private final SimNode node;
    private final JournalOptions options;
    private final SimNsmStore store;
    private final MemoryPeers memory = new MemoryPeers();
    private final SimDisk disk;
    private Optional<SimProcess> statd = Optional.empty();
    private Optional<SimProcess> process = Optional.empty();
    private Optional<Lockd> lockd = Optional.empty();
    private Optional<Journal> journal = Optional.empty();
    private RecordedState atKill = RecordedState.EMPTY;
    private int killedInBoot;
    private boolean killed;
    private boolean stopped;
    private long graceBegan;
    private long bootedAt;

    SimLockServer(SimNode node, JournalOptions.Force force) {
        this.node = node;
        options = SMALL.withForce(force);
        store = new SimNsmStore(node.world(), node.name());
        disk = new SimDisk(node.world().random());
    }

    SimNode node() {
        return node;
    }

    SimNsmStore store() {
        return store;
    }

    /** Returns the lock table, while there is a daemon that has it. */
    Optional<LockService> locks() {
        return lockd.map(Lockd::locks);
    }

    Optional<SimProcess> process() {
        return process;
    }

    /** Whether a daemon was killed, whose offers may have been sent by it or not. */
    boolean wasKilled() {
        return killed;
    }

    /** Whether the record of locks survives a power cut to its last word. */
    boolean recordIsExact() {
        return options.force() == JournalOptions.Force.ALWAYS;
    }

    Duration grace() {
        return GRACE;
    }

    /** Returns how long a grace period may have lasted by now. */
    Duration graceFor() {
        return Duration.ofNanos(node.world().scheduler().now() - graceBegan);
    }

    Duration upFor() {
        return Duration.ofNanos(node.world().scheduler().now() - bootedAt);
    }

    void boot() {
        node.boot();
        bootedAt = node.world().scheduler().now();
        Machine.announce(node, store);
        statd = Optional.of(SimStatd.start(node, store, memory));
        startLockd();
    }

    void cutPower() {
        lockdIsGone();
        node.cutPower();
        store.powerCut();
        // What a good end has forced is there to its last word.
        if (!recordIsExact() && !stopped) {
            disk.powerCut();
        }
    }

    /** Ends the daemon as a service manager does. */
    void stopLockd() {
        node.world().trace().say("lockd is stopped");
        process.ifPresent(SimProcess::end);
        remember();
        lockd.ifPresent(Lockd::end);
        lockdIsGone();
        stopped = true;
    }

    private void remember() {
        locks().ifPresent(service -> atKill = service.snapshot());
        killedInBoot = node.boots();
        killed = true;
    }

    void killLockd() {
        node.world().trace().say("lockd is killed");
        remember();
        process.ifPresent(SimProcess::end);
        lockdIsGone();
    }

    private void lockdIsGone() {
        process = Optional.empty();
        lockd = Optional.empty();
        // Its files are closed, and the lock on them is given up; nothing is written any more.
        journal.ifPresent(Journal::close);
        journal = Optional.empty();
    }

    void killStatd() {
        node.world().trace().say("statd is killed");
        statd.ifPresent(SimProcess::end);
        statd = Optional.empty();
    }

    void restartStatd() {
        killStatd();
        statd = Optional.of(SimStatd.start(node, store, memory));
    }

    void startLockd() {
        SimProcess started = node.start("lockd");
        Journal.Opened opened = open(started);
        node.world()
                .trace()
                .say(
                        () ->
                                "lockd starts, journal "
                                        + opened.recovered().kind()
                                        + ", "
                                        + opened.recovered().rule()
                                        + ", "
                                        + opened.recovered().clients().size()
                                        + " clients");
        stopped = false;
        if (opened.recovered().kind() != Recovered.Kind.SAME_BOOT) {
            graceBegan = node.world().scheduler().now();
        }
        SimOutgoing outgoing = new SimOutgoing(started);
        World world =
                new World(
                        started,
                        () -> Instant.ofEpochMilli(node.wallMillis()),
                        started,
                        started,
                        outgoing,
                        new StatdCalls(
                                outgoing,
                                new InetSocketAddress(SimNode.LOOPBACK, Rpcb.PORT),
                                node.name()),
                        Optional.of(opened),
                        !store.monitored().records().isEmpty()
                                || !store.retired().records().isEmpty(),
                        Callout.NONE,
                        Rpcb.PORT);
        Lockd lockManager = Lockd.start(config(), world);
        SimServer.start(
                started,
                new Dispatcher(
                        lockManager.programs(), Gate.OPEN, Optional.of(lockManager.replies())));
        compare(lockManager.locks().snapshot());
        lockManager.begin();
        process = Optional.of(started);
        lockd = Optional.of(lockManager);
        journal = Optional.of(opened.journal());
    }

    private Journal.Opened open(SimProcess started) {
        try {
            return Journal.open(
                            disk.directory(),
                            "boot " + node.boots(),
                            options,
                            new SimChores(started))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a daemon that was killed had is what the next one has (NLM check 67). */
    private void compare(RecordedState restored) {
        if (killedInBoot == node.boots()) {
            Set<String> differences = Snapshots.differences(atKill, restored);
            if (!differences.isEmpty()) {
                throw new Violation("the kill changed\n" + String.join("\n", differences));
            }
        }
        killedInBoot = 0;
    }

    private static LockdConfig config() {
        return new LockdConfig(
                true,
                true,
                false,
                Path.of("/nowhere"),
                new LockdConfig.Serving(
                        0,
                        0,
                        RpcbindPolicy.NONE,
                        false,
                        true,
                        HandleShape.WHOLE,
                        List.of(),
                        Optional.empty()),
                new LockdConfig.Clients(
                        new Identity(Identity.By.ADDRESS_AND_NAME, Map.of()),
                        new MonitorPolicy(true, false, Duration.ofMinutes(5))),
                new LockdConfig.Keeping("mapped", ReclaimRule.RECORDED),
                new LockdConfig.Rules(GRACE, ACK_TIMEOUT, LockLimits.STANDARD, false),
                new LockdConfig.HaCallout(Optional.empty(), 1, Duration.ofSeconds(5)),
                new LockdConfig.Control(Path.of("/nowhere"), OptionalInt.empty()));
    }

    @Override
    public void close() {
        lockdIsGone();
        disk.close();
    }
}
