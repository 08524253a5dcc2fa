package org.relock.lockd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.journal.JournalOptions;
import org.relock.state.os.BootToken;
import org.relock.state.service.StartException;
import org.relock.state.store.NsmDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What those before us left in the state directory: our journal, and statd's lists. */
final class LeftBehind {

    private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

    private LeftBehind() {}

    /**
     * Opens the journal; empty if there shall be none, or it cannot be had.
     *
     * @throws StartException if another process has it
     */
    static Optional<Journal.Opened> journal(LockdConfig config, Path proc) throws StartException {
        if (config.keeping().journal().equals("none")) {
            return Optional.empty();
        }
        Path directory = config.stateDirectory().resolve("relock/lockd");
        JournalOptions options = JournalOptions.STANDARD;
        if (config.keeping().journal().equals("forced")) {
            options = options.withForce(JournalOptions.Force.ALWAYS);
        }
        try {
            Optional<Journal.Opened> opened =
                    Journal.open(directory, BootToken.read(proc), options);
            if (opened.isEmpty()) {
                throw new StartException("Another rpc.lockd has the journal in " + directory);
            }
            return opened;
        } catch (IOException e) {
            LOG.error("Locks will not survive a restart: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Whether statd's lists name a host; if they cannot be read, one may be there. */
    static boolean anyoneMonitored(Path stateDirectory) {
        try (NsmDirectory store = NsmDirectory.open(stateDirectory)) {
            return !store.monitored().records().isEmpty() || !store.retired().records().isEmpty();
        } catch (IOException e) {
            LOG.warn("Cannot read who was monitored: {}", e.toString());
            return true;
        }
    }
}
