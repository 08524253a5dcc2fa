package org.relock.statd;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.relock.state.access.HostAccess;
import org.relock.state.names.NameLimits;
import org.relock.state.names.SystemNames;
import org.relock.state.notify.LeftOver;
import org.relock.state.nsm.Sm;
import org.relock.state.os.Children;
import org.relock.state.os.FileOwner;
import org.relock.state.os.Privileges;
import org.relock.state.os.Release;
import org.relock.state.rpc.CallSource;
import org.relock.state.rpc.ReservedPorts;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;
import org.relock.state.rpc.Services;
import org.relock.state.rpc.SourcePort;
import org.relock.state.rpc.UdpCalls;
import org.relock.state.rpcbind.Registration;
import org.relock.state.rpcbind.RpcService;
import org.relock.state.rpcbind.RpcbindException;
import org.relock.state.rpcbind.RpcbindPolicy;
import org.relock.state.rpcbind.Running;
import org.relock.state.service.LateNames;
import org.relock.state.service.PidFile;
import org.relock.state.service.StartException;
import org.relock.state.service.Workers;
import org.relock.state.store.NsmDirectory;
import org.relock.state.store.PeerFile;
import org.relock.state.store.PeerMemory;
import org.relock.state.time.SystemTimer;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: a {@link Statd} with its sockets, files and rights, from start to end. The order of
 * the steps is nfs-utils' where others can see it; root's powers are gone before the first byte
 * from the network is read.
 */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final StatdConfig config;
    private final Machine machine;
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final Workers workers =
            own(
                    new Workers(
                            StatdLimits.WORKERS,
                            StatdLimits.TASKS_WAITING,
                            StatdLimits.WORKER_IDLE));
    private final LateNames names = own(new LateNames());
    private final LateNames namesForOthers = own(new LateNames());
    private Optional<PidFile> pidFile = Optional.empty();
    private Optional<Registration> registration = Optional.empty();
    private Optional<RpcServer> server = Optional.empty();
    private Optional<Statd> statd = Optional.empty();

    private boolean closed;

    private Service(StatdConfig config, Machine machine) {
        this.config = config;
        this.machine = machine;
    }

    /**
     * Starts; when it returns, requests are answered and can be found.
     *
     * @throws StartException if it cannot; nothing is left behind then but an empty pid file
     */
    static Service start(StatdConfig config, Machine machine) throws StartException {
        Service service = new Service(config, machine);
        try {
            service.start();
            return service;
        } catch (StartException | RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private void start() throws StartException {
        refuseToBeASecond();
        LOG.info("Version {} starting", Release.VERSION);
        if (config.foreground()) {
            LOG.warn(
                    "Flags: No-Daemon {}TI-RPC ",
                    config.debugToStandardError() ? "Log-STDERR " : "");
        }
        try {
            pidFile = Optional.of(PidFile.write(machine.paths().pidFile()));
        } catch (IOException e) {
            throw new StartException("Cannot write " + machine.paths().pidFile(), e);
        }
        Kernel kernel = new Kernel(machine.paths());
        kernel.lockManagerPorts(config.nlmTcpPort(), config.nlmUdpPort());
        Children children =
                own(new Children(StatdLimits.CALLOUTS_AT_ONCE, StatdLimits.CALLOUTS_WAITING));
        PeerNotifier notifier = new PeerNotifier(config, machine.paths(), children);
        if (!config.noNotify()) {
            notifier.beginAndWait();
        }
        World world = world(children, notifier);
        try {
            statd = Optional.of(own(Statd.start(config.rules(), world)));
        } catch (IOException e) {
            throw new StartException("Cannot read " + config.stateDirectory(), e);
        }
        kernel.state(statd.get().state());
        if (config.rpcbind() != RpcbindPolicy.NONE) {
            Registration.clear(machine.rpcbind(), Sm.PROGRAM, Sm.VERSION);
        }
        RpcServer opened = listen();
        dropRights();
        opened.start();
        register(opened.ports());
        NameLimits reverse = NameLimits.DAEMON.withDeadline(StatdLimits.REVERSE_NAME_PATIENCE);
        names.begin(() -> new SystemNames(NameLimits.DAEMON, reverse), workers);
        namesForOthers.begin(SystemNames::new, workers);
        statd.get().begin();
        // By this thread and this late, so that it has the rights that are left and no more.
        own(new LeftOver(config.stateDirectory(), world.store(), names, machine.paths().proc()))
                .start();
    }

    private void refuseToBeASecond() throws StartException {
        if (config.rpcbind() == RpcbindPolicy.NONE) {
            return;
        }
        Optional<Running> other = machine.rpcbind().probe(Sm.PROGRAM, Sm.VERSION);
        if (other.isPresent()) {
            String owner = other.get().owner();
            throw new StartException(
                    "Statd service already running! (port "
                            + other.get().port()
                            + (owner.isEmpty() ? "" : ", registered by " + owner)
                            + ")");
        }
    }

    private World world(Children children, PeerNotifier notifier) throws StartException {
        Path directory = config.stateDirectory();
        NsmDirectory store;
        PeerMemory memory;
        try {
            store = own(NsmDirectory.open(directory));
            memory = own(PeerFile.open(directory, LOG::warn));
        } catch (IOException e) {
            throw new StartException("Cannot use " + directory, e);
        }
        Ticker ticker = Ticker.SYSTEM;
        return new World(
                ticker,
                own(new SystemTimer()),
                workers,
                names,
                namesForOthers,
                store,
                memory,
                callbackSocket(),
                machine.rpcbind().loopback(),
                callout(children, ticker),
                () -> {
                    if (!config.noNotify()) {
                        var unused = notifier.begin();
                    }
                });
    }

    private Callout callout(Children children, Ticker ticker) {
        if (config.haCallout().isEmpty()) {
            return Callout.NONE;
        }
        return new ProgramCallout(
                config.haCallout().get(),
                config.rules().calloutLimit().isZero()
                        ? StatdConfig.FOREVER
                        : config.rules().calloutLimit(),
                children,
                ticker);
    }

    /** On loopback alone, so that nobody elsewhere can answer in a lock manager's place. */
    private UdpCalls callbackSocket() throws StartException {
        try {
            InetAddress loopback = machine.rpcbind().loopback().getAddress();
            RpcCallLoop loop = own(RpcCallLoop.open("callbacks"));
            UdpCalls calls =
                    loop.udp(
                            CallSource.ANY
                                    .from(loopback)
                                    .at(new SourcePort.Reserved(ReservedPorts.ofThisHost())));
            calls.notice().ifPresent(notice -> LOG.warn("Callbacks: {}", notice));
            return calls;
        } catch (IOException e) {
            throw new StartException("Could not bind the callback socket", e);
        }
    }

    private RpcServer listen() throws StartException {
        OptionalInt udp = config.port();
        OptionalInt tcp = config.port();
        if (config.port().isEmpty()) {
            Services services = Services.of(machine.paths().services());
            udp = OptionalInt.of(services.port("status", "udp").orElse(0));
            tcp = OptionalInt.of(services.port("status", "tcp").orElse(0));
        }
        try {
            RpcServer opened =
                    RpcServer.open(
                            ServerConfig.of("statd", statd.orElseThrow().program())
                                    .withPorts(udp, tcp)
                                    .withGate(gate()));
            server = Optional.of(opened);
            return opened;
        } catch (IOException e) {
            throw new StartException("failed to create RPC listeners, exiting", e);
        }
    }

    private HostAccess gate() {
        return HostAccess.read(
                machine.paths().accessFiles(), "statd", namesForOthers, Ticker.SYSTEM, LOG::warn);
    }

    private void dropRights() throws StartException {
        try {
            FileOwner owner = FileOwner.of(config.stateDirectory().resolve("sm"));
            if (!owner.isRoot()) {
                pidFile.orElseThrow().giveTo(owner);
            }
            Privileges.Outcome outcome = machine.drop().toOwnerOf(config.stateDirectory());
            if (outcome == Privileges.Outcome.STAYED_ROOT) {
                LOG.warn(
                        "Running as root.  chown {} to choose different user",
                        config.stateDirectory());
            }
            LOG.debug("Effective UID, GID: {}, {}", owner.uid(), owner.gid());
        } catch (IOException e) {
            throw new StartException("Cannot give up root's rights", e);
        }
    }

    private void register(RpcServer.Ports ports) throws StartException {
        List<RpcService> services = new ArrayList<>();
        ports.udp().ifPresent(port -> services.add(service("udp", port)));
        ports.tcp().ifPresent(port -> services.add(service("tcp", port)));
        if (ports.ipv6()) {
            ports.udp().ifPresent(port -> services.add(service("udp6", port)));
            ports.tcp().ifPresent(port -> services.add(service("tcp6", port)));
        }
        try {
            registration =
                    Optional.of(Registration.start(machine.rpcbind(), services, config.rpcbind()));
        } catch (RpcbindException e) {
            throw new StartException("Failed to register (statd, 1)", e);
        }
    }

    private static RpcService service(String netid, int port) {
        return new RpcService(Sm.PROGRAM, Sm.VERSION, netid, port);
    }

    /** Returns where requests are answered. */
    RpcServer.Ports ports() {
        return server.orElseThrow().ports();
    }

    /** Returns the status monitor itself. */
    Statd statd() {
        return statd.orElseThrow();
    }

    /** Behaves as after a reboot, as SM_SIMU_CRASH and SIGUSR1 ask for. */
    void simulateCrash() {
        statd.ifPresent(Statd::simulateCrash);
    }

    private <T extends AutoCloseable> T own(T part) {
        toClose.add(part);
        return part;
    }

    /**
     * Takes us out of rpcbind, answers what is under way, empties the pid file. It takes under four
     * seconds, whoever hangs; a second call does nothing.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        // A frozen rpcbind and a slow disk may each take their time, at the same time.
        CompletableFuture<Void> unregistered =
                CompletableFuture.runAsync(
                        () -> registration.ifPresent(Registration::close),
                        task -> new Thread(task, "unregister").start());
        server.ifPresent(RpcServer::close);
        for (int i = toClose.size() - 1; i >= 0; i--) {
            try {
                toClose.get(i).close();
            } catch (Exception e) {
                LOG.warn("Closing: {}", e.toString());
            }
        }
        unregistered.join();
        pidFile.ifPresent(PidFile::empty);
        LOG.debug("Stopped");
    }
}
