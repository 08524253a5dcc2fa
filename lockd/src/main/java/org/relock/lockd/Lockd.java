package org.relock.lockd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.control.Commands;
import org.relock.lockd.control.Health;
import org.relock.lockd.control.Inside;
import org.relock.lockd.control.Sharing;
import org.relock.lockd.export.FileHandles;
import org.relock.lockd.export.LocalLockFiles;
import org.relock.lockd.export.OpaqueHandles;
import org.relock.lockd.hosts.HostRegister;
import org.relock.lockd.hosts.HostView;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.journal.Recovered;
import org.relock.lockd.locks.LocalLocks;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Released;
import org.relock.lockd.metrics.FileSources;
import org.relock.lockd.metrics.Sources;
import org.relock.lockd.nlm.NlmCounters;
import org.relock.lockd.nlm.NlmDesk;
import org.relock.lockd.nlm.NlmProgram;
import org.relock.lockd.nlm.Postman;
import org.relock.lockd.nlm.ResultCalls;
import org.relock.lockd.nlm.Safety;
import org.relock.state.os.Release;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.ReplyCache;

/**
 * The lock manager without its sockets: the wiring that both the daemon and its tests use. {@link
 * #start} restores what was held before, then {@link #programs} answer; {@link #begin} takes up
 * what was left unfinished by the process before.
 */
public final class Lockd implements AutoCloseable {

    /** NLM's versions: 32-bit offsets, share reservations, 64-bit offsets. */
    static final List<Integer> VERSIONS = List.of(1, 3, 4);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final LockdConfig config;
    private final World world;
    private final long began;
    private final NlmCounters counters = new NlmCounters();
    private final Postman postman;
    private final LockService locks;
    private final HostRegister clients;
    private final Optional<LocalLockFiles> local;
    private final GraceAtStart recovery;
    private final ReplyCache replies;
    private final List<Program> programs;

    private Lockd(
            LockdConfig config, World world, FileHandles files, Optional<LocalLockFiles> local) {
        this.config = config;
        this.world = world;
        began = world.ticker().nanos();
        Optional<Recovered> recovered = world.journal().map(Journal.Opened::recovered);
        Optional<Journal> kept = world.journal().map(Journal.Opened::journal);
        Safety safety = kept.isPresent() ? new JournalSafety(kept.get()) : Safety.AT_ONCE;
        RecordedState restored = recovered.map(Recovered::table).orElse(RecordedState.EMPTY);
        postman =
                new Postman(
                        world.outgoing(),
                        world.rpcbindPort(),
                        world.timer(),
                        world.ticker(),
                        config.rules().grantAckTimeout(),
                        safety);
        this.local = local;
        local.ifPresent(open -> open.reopen(restored.locked()));
        locks =
                new LockService(
                        world.ticker(),
                        config.rules().limits(),
                        kept.isPresent() ? kept.get() : LockJournal.NONE,
                        postman,
                        local.isPresent() ? local.get() : LocalLocks.NONE,
                        restored,
                        fileSystem -> true);
        AnnouncedClients.Maker announced = new AnnouncedClients.Maker(world.callout());
        announced.restored(restored);
        clients =
                new HostRegister(
                        config.clients().identity(),
                        config.clients().monitoring(),
                        world.monitor(),
                        announced.around(
                                kept.isPresent() ? kept.get().clients() : NoRecords.INSTANCE),
                        locks,
                        world.timer(),
                        world.ticker());
        recovered.ifPresent(
                found ->
                        clients.restore(found.clients(), found.kind() == Recovered.Kind.SAME_BOOT));
        postman.begin(locks, restored, clients::isAddressOf);
        kept.ifPresent(journal -> journal.begin(locks::copyTo));
        recovery = new GraceAtStart(config, world, locks, clients);
        recovery.begin();
        replies = new ReplyCache(ReplyCache.Bounds.STANDARD, world.ticker());
        LockdConfig.Serving serving = config.serving();
        programs =
                NlmProgram.of(
                        new NlmDesk(
                                locks,
                                announced.around(clients),
                                serving.privilegedPortsOnly()
                                        ? new PrivilegedCallers(files)
                                        : files,
                                postman,
                                new ResultCalls(world.outgoing(), postman),
                                counters,
                                world.ticker(),
                                world.clock(),
                                safety),
                        config.rules().hpuxZeroCookie());
    }

    /** Restores what was held before, and is ready to answer for another server's files. */
    public static Lockd start(LockdConfig config, World world) {
        LockdConfig.Serving serving = config.serving();
        return new Lockd(
                config,
                world,
                new OpaqueHandles(serving.handleShape(), serving.allow()),
                Optional.empty());
    }

    /**
     * Restores what was held before, and is ready to answer for the files behind handles.
     *
     * @param local how programs of this machine meet the locks
     */
    static Lockd start(LockdConfig config, World world, FileHandles files, LocalLockFiles local) {
        return new Lockd(config, world, files, Optional.of(local));
    }

    /** Returns the procedures of each version, for a server or a test to call. */
    public List<Program> programs() {
        return programs;
    }

    /** Returns the lock table, for whoever looks into it while the daemon runs. */
    public LockService locks() {
        return locks;
    }

    /** Returns where the replies are kept that repetitions of a call get. */
    public ReplyCache replies() {
        return replies;
    }

    /**
     * Offers what can be granted now, and goes on telling those who have been offered something.
     */
    public void begin() {
        clients.begin();
        locks.begin();
        local.ifPresent(open -> open.begin(this::lookForWhatProgramsLetGo));
        postman.deliver();
    }

    private void lookForWhatProgramsLetGo() {
        locks.retryLocal();
        postman.deliver();
    }

    /** Takes away all that is held in a file system, and tells those who waited for it. */
    Released releaseFileSystem(int fileSystem) {
        Released released = locks.releaseFileSystem(fileSystem);
        postman.deliver();
        return released;
    }

    /**
     * Returns what an administrator may ask.
     *
     * @param sharing the files we serve; empty if another server has them
     */
    public Commands commands(Optional<Sharing> sharing) {
        return new Commands(
                new Inside(
                        locks,
                        clients::list,
                        postman::deliver,
                        new Ping(world.outgoing(), world.rpcbindPort())::call,
                        this::health,
                        world.clock(),
                        config.rules().grace()),
                sharing);
    }

    /**
     * Returns what is counted.
     *
     * @param files what is counted of the files we serve; empty if another server has them
     */
    public Sources sources(Optional<FileSources> files) {
        return new Sources(
                locks,
                counters,
                postman.counts(),
                clients.counts(),
                replies,
                () -> world.journal().map(kept -> kept.journal().isWhole()).orElse(false),
                this::problems,
                files);
    }

    private Health health() {
        long uptime = (world.ticker().nanos() - began) / NANOS_PER_SECOND;
        return new Health(Release.VERSION, uptime, problems());
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!config.keeping().journal().equals("none")) {
            if (world.journal().isEmpty()) {
                problems.add("there is no journal: locks do not survive a restart");
            } else if (!world.journal().get().journal().isWhole()) {
                problems.add("the journal is not whole: locks do not survive a restart");
            }
        }
        long unwatched =
                clients.list().stream()
                        .filter(view -> view.monitoring() == HostView.Monitoring.NO)
                        .count();
        if (unwatched > 0) {
            problems.add(unwatched + " clients hold locks and are not watched by statd");
        }
        return problems;
    }

    /**
     * Ends in good order, when nobody is answered any more: what is in the journal is all there is,
     * and after a reboot as good as if it had been forced all the time.
     */
    public void end() {
        close();
        locks.end();
    }

    /** Offers nothing any more; what is held stays held in the journal. */
    @Override
    public void close() {
        clients.close();
        postman.close();
    }
}
