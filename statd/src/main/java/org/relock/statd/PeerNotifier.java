package org.relock.statd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.relock.state.os.Children;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs sm-notify for us: with our state directory, which nfs-utils forgets to hand on (K12). */
final class PeerNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(PeerNotifier.class);

    private final StatdConfig config;
    private final RunPaths paths;
    private final Children children;

    PeerNotifier(StatdConfig config, RunPaths paths, Children children) {
        this.config = config;
        this.paths = paths;
        this.children = children;
    }

    /** Returns the arguments, as nfs-utils orders them. */
    static List<String> arguments(StatdConfig config) {
        List<String> words = new ArrayList<>();
        if (config.foreground()) {
            words.add("-d");
        }
        config.outgoingPort().ifPresent(port -> words.add("-p" + port));
        config.name().ifPresent(name -> words.addAll(List.of("-v", name)));
        if (config.directoryIsUnusual()) {
            words.addAll(List.of("-P", config.stateDirectory().toString()));
        }
        return words;
    }

    /** Starts it. It may run for as long as it takes to reach the last peer. */
    CompletableFuture<Void> begin() {
        LOG.debug("Running {} {}", paths.smNotify(), arguments(config));
        return children.run(paths.smNotify(), arguments(config), StatdConfig.FOREVER)
                .thenAccept(
                        result -> {
                            if (result instanceof Children.Result.NotStarted notStarted) {
                                LOG.error("Cannot run sm-notify: {}", notStarted.reason());
                            }
                        });
    }

    /**
     * Starts it and waits until it is in the background, so that it has moved the list before we
     * read it. One that stays in the foreground is waited for only as long as moving takes.
     */
    void beginAndWait() {
        Duration patience = StatdLimits.SM_NOTIFY_PATIENCE;
        try {
            begin().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException stillNotifying) {
            LOG.debug("sm-notify goes on while we start");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
