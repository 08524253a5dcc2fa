package org.relock.lockd;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.accesslog.AccessLog;
import org.relock.lockd.control.ControlSocket;
import org.relock.lockd.export.GroupsGate;
import org.relock.lockd.export.NamesGate;
import org.relock.lockd.hosts.StatdCalls;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.metrics.MetricsServer;
import org.relock.lockd.nfs3.Nfs3Program;
import org.relock.state.access.HostAccess;
import org.relock.state.names.SystemGroups;
import org.relock.state.names.SystemNames;
import org.relock.state.os.AdminProgram;
import org.relock.state.os.Children;
import org.relock.state.os.FileOwner;
import org.relock.state.os.Privileges;
import org.relock.state.os.Release;
import org.relock.state.rpc.Gate;
import org.relock.state.rpc.Limits;
import org.relock.state.rpc.OutgoingCalls;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.ReservedPorts;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;
import org.relock.state.rpc.SourcePort;
import org.relock.state.rpcbind.Registration;
import org.relock.state.rpcbind.RpcbindException;
import org.relock.state.rpcbind.RpcbindPolicy;
import org.relock.state.service.LateNames;
import org.relock.state.service.PidFile;
import org.relock.state.service.StartException;
import org.relock.state.service.Workers;
import org.relock.state.time.SystemTimer;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: a {@link Lockd} with its sockets, files and rights, from start to end. Root's powers
 * are gone before the first byte from the network is read.
 */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private static final OptionalInt NO_PORT = OptionalInt.empty();

    private final LockdConfig config;
    private final Machine machine;
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final Workers workers =
            own(
                    new Workers(
                            LockdLimits.WORKERS,
                            LockdLimits.TASKS_WAITING,
                            LockdLimits.WORKER_IDLE));
    private final LateNames names = own(new LateNames());
    private final SystemTimer timer = own(new SystemTimer());
    private Optional<PidFile> pidFile = Optional.empty();
    private Optional<Registration> registration = Optional.empty();
    private final Doors doors = new Doors();
    private Optional<Lockd> lockd = Optional.empty();
    private Optional<FileService> files = Optional.empty();
    private Optional<SystemGroups> groups = Optional.empty();

    private Optional<Reload> reload = Optional.empty();

    private boolean closed;

    private Service(LockdConfig config, Machine machine) {
        this.config = config;
        this.machine = machine;
    }

    /**
     * Starts; when it returns, requests are answered and can be found.
     *
     * @throws StartException if it cannot; nothing is left behind then but an empty pid file
     */
    static Service start(LockdConfig config, Machine machine) throws StartException {
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
        boolean registers = config.serving().rpcbind() != RpcbindPolicy.NONE;
        if (registers) {
            OtherLockd.refuse(machine.rpcbind(), machine.paths().proc());
        }
        LOG.info("Version {} starting", Release.VERSION);
        if (!Files.isDirectory(config.stateDirectory().resolve("sm"))) {
            throw new StartException("No such directory: " + config.stateDirectory() + "/sm");
        }
        try {
            pidFile = Optional.of(PidFile.write(machine.paths().pidFile()));
        } catch (IOException e) {
            throw new StartException("Cannot write " + machine.paths().pidFile(), e);
        }
        World world = world();
        openFiles(world);
        lockd =
                Optional.of(
                        files.isPresent()
                                ? Lockd.start(
                                        config,
                                        world,
                                        files.get().handles(),
                                        files.get().localLocks())
                                : Lockd.start(config, world));
        own(lockd.get()::end);
        if (registers) {
            refuseOtherFileService();
            for (Program program : programs()) {
                Registration.clear(machine.rpcbind(), program.number(), program.version());
            }
        }
        listen();
        ControlSocket control = control();
        dropRights();
        doors.start();
        register();
        names.begin(SystemNames::new, workers);
        lockd.get().begin();
        LOG.info("Serving: {}", doors.whereabouts());
        reload =
                files.map(
                        service ->
                                new Reload(
                                        service.sources(),
                                        service.exports(),
                                        lockd.get()::releaseFileSystem,
                                        timer,
                                        () -> groups.ifPresent(SystemGroups::forget)));
        control.start(
                lockd.get().commands(files.map(service -> service.sharing(reload.orElseThrow()))));
        if (config.control().metricsPort().isPresent()) {
            serveMetrics(config.control().metricsPort().getAsInt());
        }
    }

    private void openFiles(World world) throws StartException {
        if (config.serving().files().isPresent()) {
            try {
                files =
                        Optional.of(
                                own(
                                        FileService.open(
                                                config.serving().files().get(),
                                                config.stateDirectory(),
                                                world,
                                                names)));
            } catch (IOException e) {
                throw new StartException("Cannot serve files", e);
            }
            if (config.serving().files().get().manageGids()) {
                groups = Optional.of(own(new SystemGroups()));
            }
        }
    }

    private void refuseOtherFileService() throws StartException {
        if (files.isPresent()) {
            for (Program program : files.get().programs()) {
                if (machine.rpcbind().probe(program.number(), program.version()).isPresent()) {
                    throw new StartException(
                            "Another NFS server or mountd is running (RPC program "
                                    + program.number()
                                    + ")");
                }
            }
        }
    }

    /** Returns all that we answer for. */
    private List<Program> programs() {
        List<Program> programs = new ArrayList<>(lockd.orElseThrow().programs());
        files.ifPresent(service -> programs.addAll(service.programs()));
        return programs;
    }

    private World world() throws StartException {
        Ticker ticker = Ticker.SYSTEM;
        try {
            OutgoingCalls outgoing =
                    own(
                            new OutgoingCalls(
                                    own(RpcCallLoop.open("calls")),
                                    new SourcePort.Reserved(ReservedPorts.ofThisHost()),
                                    timer,
                                    ticker));
            return new World(
                    ticker,
                    InstantSource.system(),
                    timer,
                    workers,
                    outgoing,
                    new StatdCalls(
                            outgoing, machine.rpcbind().loopback(), machine.paths().hostName()),
                    journal(),
                    LeftBehind.anyoneMonitored(config.stateDirectory()),
                    callout(),
                    machine.rpcbind().loopback().getPort());
        } catch (IOException e) {
            throw new StartException("Cannot make calls", e);
        }
    }

    private Optional<Journal.Opened> journal() throws StartException {
        Optional<Journal.Opened> opened = LeftBehind.journal(config, machine.paths().proc());
        opened.ifPresent(left -> own(left.journal()));
        return opened;
    }

    private Callout callout() {
        LockdConfig.HaCallout callout = config.callout();
        if (callout.program().isEmpty()) {
            return Callout.NONE;
        }
        Children children =
                own(new Children(LockdLimits.CALLOUTS_AT_ONCE, LockdLimits.CALLOUTS_WAITING));
        Duration limit = callout.limit().isZero() ? LockdLimits.FOREVER : callout.limit();
        return new ProgramCallout(
                new AdminProgram(callout.program().get(), limit, children), callout.protocol());
    }

    private ControlSocket control() throws StartException {
        try {
            return own(
                    ControlSocket.bind(
                            config.control().socket(),
                            FileOwner.of(config.stateDirectory().resolve("sm")),
                            Ticker.SYSTEM,
                            timer));
        } catch (IOException e) {
            throw new StartException("Cannot listen at " + config.control().socket(), e);
        }
    }

    private void listen() throws StartException {
        LockdConfig.Serving serving = config.serving();
        List<Program> first = new ArrayList<>(lockd.orElseThrow().programs());
        ServerConfig usual =
                ServerConfig.of("lockd", first.toArray(new Program[0]))
                        .withLimits(limits())
                        .withReplyCache(lockd.orElseThrow().replies())
                        .withGate(gate());
        try {
            OptionalInt mountd = serving.files().map(FileServing::mountdPort).orElse(NO_PORT);
            if (files.isPresent() && mountd.isEmpty()) {
                first.addAll(files.get().mount());
            }
            doors.open("lockd", serving.udpPort(), serving.tcpPort(), first, usual);
            if (files.isPresent()) {
                int nfs = serving.files().orElseThrow().nfsPort();
                doors.open("nfs", nfs, nfs, files.get().nfs(), usual);
            }
            if (files.isPresent() && mountd.isPresent()) {
                int port = mountd.getAsInt();
                doors.open("mountd", port, port, files.get().mount(), usual);
            }
        } catch (IOException e) {
            throw new StartException("Cannot listen", e);
        }
    }

    private void serveMetrics(int port) throws StartException {
        try {
            own(
                    MetricsServer.start(
                            port, lockd.orElseThrow().sources(files.map(FileService::counted))));
        } catch (IOException e) {
            throw new StartException("Cannot serve metrics on port " + port, e);
        }
    }

    private Limits limits() {
        return files.isPresent() ? Nfs3Program.limits(Limits.STANDARD) : Limits.STANDARD;
    }

    private Gate gate() {
        Gate access =
                HostAccess.read(
                        machine.paths().accessFiles(), "lockd", names, Ticker.SYSTEM, LOG::warn);
        Gate exported = files.isPresent() ? new NamesGate(access, files.get().exports()) : access;
        return groups.isPresent() ? new GroupsGate(exported, groups.get()) : exported;
    }

    private void dropRights() throws StartException {
        try {
            FileOwner owner = FileOwner.of(config.stateDirectory().resolve("sm"));
            if (files.isPresent()) {
                // The kernel applies each caller's rights, and only root may take them on.
                LOG.info("Root's rights are kept, to serve files to each user with its own");
                return;
            }
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

    private void register() throws StartException {
        try {
            registration =
                    Optional.of(
                            Registration.start(
                                    machine.rpcbind(),
                                    doors.services(),
                                    config.serving().rpcbind()));
        } catch (RpcbindException e) {
            throw new StartException("Cannot register with rpcbind", e);
        }
    }

    /** Reads the exports files again, on a thread of its own: a disk may keep it. */
    void reload() {
        if (reload.isEmpty()) {
            LOG.info("Another server has the files; there is nothing to read again");
            return;
        }
        // Whoever rotates logs with programs of his own tells us so by this signal, too.
        files.flatMap(FileService::accesses).ifPresent(AccessLog::reopen);
        Thread thread = new Thread(reload.get()::now, "reload");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns where requests to lock are answered. */
    RpcServer.Ports ports() {
        return doors.first();
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
        doors.close();
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
