package org.relock.smnotify;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.relock.state.names.NameLimits;
import org.relock.state.names.SystemNames;
import org.relock.state.notify.Announcement;
import org.relock.state.notify.NoticeSource;
import org.relock.state.notify.Notifier;
import org.relock.state.notify.NotifyRun;
import org.relock.state.notify.NotifyTiming;
import org.relock.state.notify.SourceSockets;
import org.relock.state.notify.SourceSpec;
import org.relock.state.os.BootToken;
import org.relock.state.os.Daemon;
import org.relock.state.os.Privileges;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.NsmDirectory;
import org.relock.state.store.NsmStore;
import org.relock.state.store.StoreListing;
import org.relock.state.store.StoreLock;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run, in the order in which nothing is lost: whatever can fail is done before the first change
 * on disk, the changes before the command returns, and grace is ended only where nobody is left to
 * be told.
 */
final class SmNotify {

    private static final Logger LOG = LoggerFactory.getLogger(SmNotify.class);

    /** How long another run, or statd's retrying, may prepare. Both take a few seconds at most. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

    private static final long LOCK_POLL_MILLIS = 20;

    /** Many peers may have names, and a name server that is silent may hold as many threads. */
    private static final NameLimits NAME_LIMITS =
            new NameLimits(
                    Duration.ofSeconds(5),
                    16,
                    64,
                    256,
                    Duration.ofSeconds(10),
                    4096,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1));

    private final NotifyConfig config;
    private final Path proc;
    private final Kernel kernel;
    private final RunOnce once;

    /** What to send from and as, once that is known. */
    private List<SourceSpec> specs = List.of();

    /**
     * Makes one.
     *
     * @param run where the mark of a run is, usually /run
     * @param proc the proc file system
     */
    SmNotify(NotifyConfig config, Path run, Path proc) {
        this.config = config;
        this.proc = proc;
        this.kernel = new Kernel(proc);
        this.once = new RunOnce(run, proc);
    }

    /** Does it all and returns the exit status. */
    int run() throws FailedException, InterruptedException {
        if (config.oncePerBoot() && !isFirstOfThisBoot()) {
            LOG.info("Already notifying clients; Exiting!");
            return 0;
        }
        boolean begun = false;
        try (RpcCallLoop loop = RpcCallLoop.open("calls")) {
            SourceSockets sockets = new SourceSockets(loop, config.port());
            List<NoticeSource> sources = bind(sockets);
            try (NsmDirectory store = NsmDirectory.open(config.directory());
                    StoreLock preparation = lock(store)) {
                Optional<NotifyRun> run = NotifyRun.begin(config.directory(), identity());
                if (run.isEmpty()) {
                    LOG.info("Already notifying clients; Exiting!");
                    return 0;
                }
                try (NotifyRun held = run.get()) {
                    begun = true;
                    return notifyAll(store, preparation, held.isFirst(), sources);
                }
            }
        } catch (IOException e) {
            throw new FailedException(e.getMessage());
        } finally {
            if (!begun) {
                takeBackMark();
            }
        }
    }

    private boolean isFirstOfThisBoot() throws FailedException {
        boolean mayRunAgain = config.force() || !config.updateState();
        try {
            return once.make() || mayRunAgain;
        } catch (IOException e) {
            if (mayRunAgain) {
                LOG.warn("Cannot mark this run: {}", e.toString());
                return true;
            }
            throw new FailedException("cannot mark this run: " + reason(e));
        }
    }

    /** Returns which file it is and what is wrong, as an administrator would say it. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        return String.valueOf(e.getMessage());
    }

    private void takeBackMark() {
        try {
            once.takeBack();
        } catch (IOException e) {
            LOG.warn("Cannot take back the mark of this run: {}", e.toString());
        }
    }

    private List<NoticeSource> bind(SourceSockets sockets)
            throws FailedException, InterruptedException {
        List<NoticeSource> sources;
        // With threads of its own, which are gone before privileges are.
        try (SystemNames names = new SystemNames(NAME_LIMITS)) {
            Sources finder = new Sources(config, names, sockets);
            specs = finder.find();
            sources = finder.bind(specs);
        }
        for (String notice : sockets.notices()) {
            if (config.strict()) {
                throw new FailedException(notice);
            }
            LOG.info("{}", notice);
        }
        return sources;
    }

    private static StoreLock lock(NsmStore store) throws IOException, InterruptedException {
        long deadline = Ticker.SYSTEM.nanos() + LOCK_PATIENCE.toNanos();
        while (true) {
            Optional<StoreLock> lock = store.tryLock();
            if (lock.isPresent()) {
                return lock.get();
            }
            if (Ticker.SYSTEM.nanos() - deadline >= 0) {
                throw new IOException("another run is using the state directory");
            }
            Thread.sleep(LOCK_POLL_MILLIS);
        }
    }

    /** Two runs that tell the same names are one too many. */
    private String identity() {
        return String.join("\n", new TreeSet<>(config.names()));
    }

    private int notifyAll(
            NsmStore store, StoreLock preparation, boolean first, List<NoticeSource> sources)
            throws IOException, FailedException, InterruptedException {
        List<String> unmoved = store.retire();
        StoreListing listing = store.retired();
        boolean complete = unmoved.isEmpty() && listing.complete();
        unmoved.forEach(problem -> LOG.error("Failed to move: {}", problem));
        listing.problems().forEach(problem -> LOG.error("{}", problem));
        if (listing.records().isEmpty()) {
            return nobodyToTell(complete);
        }
        int state = config.updateState() && first ? store.advanceState() : store.state();
        kernel.announce(state);
        preparation.close();
        dropPrivileges();
        announce(state);
        LOG.debug("Local NSM state number: {}", state);
        if (!config.foreground()) {
            LOG.info("Backgrounding to notify hosts...");
            Daemon.ready();
        }
        try (SystemNames names = new SystemNames(NAME_LIMITS)) {
            Notifier notifier = new Notifier(store, names, sources, Ticker.SYSTEM);
            List<MonitorRecord> left =
                    notifier.tell(listing.records(), state, new NotifyTiming(config.giveUpAfter()));
            left.forEach(record -> LOG.info("Unable to notify {}, giving up", record.fileName()));
            return left.isEmpty() && complete ? 0 : 1;
        }
    }

    /** Leaves word for statd of what whoever we do not reach is to be told. */
    private void announce(int state) {
        try {
            String boot = BootToken.read(proc);
            new Announcement(boot, state, config.port(), specs).write(config.directory());
        } catch (IOException e) {
            LOG.warn("statd will not tell whoever is left over: {}", e.toString());
        }
    }

    private int nobodyToTell(boolean certainly) throws FailedException {
        if (!certainly) {
            // Somebody may be left whom we cannot see, and who counts on the grace period.
            throw new FailedException("Failed to read monitor data from " + config.directory());
        }
        LOG.debug("No hosts to notify");
        if (config.liftGrace()) {
            kernel.endGrace();
        }
        return 0;
    }

    private void dropPrivileges() throws IOException {
        if (Privileges.dropToOwnerOf(config.directory()) == Privileges.Outcome.STAYED_ROOT) {
            LOG.warn("Running as root.  chown {} to choose different user", config.directory());
        }
    }
}
