package org.relock.state.notify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.names.Names;
import org.relock.state.os.BootToken;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.store.NsmStore;
import org.relock.state.store.StoreListing;
import org.relock.state.store.StoreLock;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on telling those whom the last run of sm-notify could not reach, for as long as statd is up:
 * under the same names, from the same addresses, and of the same state. Only a run of this boot is
 * continued, and never beside one that is still on.
 */
public final class LeftOver implements AutoCloseable {

    /**
     * How long one try at all who are left takes at most; a new run of sm-notify has to wait for
     * its end.
     */
    public static final Duration LONGEST_TRY = Duration.ofSeconds(10);

    /** How long after one try the next one begins. */
    private static final Duration PAUSE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(LeftOver.class);

    private final Path stateDirectory;
    private final NsmStore store;
    private final Names names;
    private final Path proc;
    private final Thread thread = new Thread(this::work, "left-over");

    /**
     * Makes one; the store and the names stay the caller's to close.
     *
     * @param proc the proc file system, usually /proc
     */
    public LeftOver(Path stateDirectory, NsmStore store, Names names, Path proc) {
        this.stateDirectory = stateDirectory;
        this.store = store;
        this.names = names;
        this.proc = proc;
        thread.setDaemon(true);
    }

    /** Begins, on a thread of its own; after privileges are given up, by the thread that did so. */
    public void start() {
        thread.start();
    }

    /** Ends soon. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void work() {
        try {
            while (true) {
                Thread.sleep(PAUSE.toMillis());
                try {
                    tryOnce(LONGEST_TRY);
                } catch (IOException e) {
                    LOG.warn("Cannot tell those left over: {}", e.toString());
                }
            }
        } catch (InterruptedException e) {
            // We are closed.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Tries everybody who is left, now and on this thread, if it is ours to do.
     *
     * @return how many have been told
     */
    public int tryOnce(Duration time) throws IOException, InterruptedException {
        Optional<Announcement> last = Announcement.read(stateDirectory);
        if (last.isEmpty() || !last.get().boot().equals(BootToken.read(proc))) {
            return 0;
        }
        Optional<StoreLock> lock = store.tryLock();
        if (lock.isEmpty()) {
            return 0;
        }
        try {
            if (NotifyRun.isOn(stateDirectory) || store.state() != last.get().state()) {
                return 0;
            }
            StoreListing listing = store.retired();
            return listing.records().isEmpty() ? 0 : tell(listing, last.get(), time);
        } finally {
            lock.get().close();
        }
    }

    private int tell(StoreListing listing, Announcement last, Duration time)
            throws IOException, InterruptedException {
        try (RpcCallLoop loop = RpcCallLoop.open("left-over-calls")) {
            List<NoticeSource> sources = bind(new SourceSockets(loop, last.port()), last.sources());
            if (sources.isEmpty()) {
                return 0;
            }
            int all = listing.records().size();
            Notifier notifier = new Notifier(store, names, sources, Ticker.SYSTEM);
            NotifyTiming timing = new NotifyTiming(Optional.of(time));
            int told = all - notifier.tell(listing.records(), last.state(), timing).size();
            if (told > 0) {
                LOG.info("Notified {} of {} hosts left over", told, all);
            }
            return told;
        }
    }

    private static List<NoticeSource> bind(SourceSockets sockets, List<SourceSpec> specs) {
        List<NoticeSource> sources = new ArrayList<>();
        for (SourceSpec spec : specs) {
            try {
                sources.add(sockets.bind(spec));
            } catch (IOException e) {
                // The address has moved to another host, which tells its clients itself.
                LOG.debug("Not telling from {}: {}", spec, e.toString());
            }
        }
        return sources;
    }
}
