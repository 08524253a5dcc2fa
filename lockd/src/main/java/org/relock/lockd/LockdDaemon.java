package org.relock.lockd;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.daemon.Daemon;
import org.apache.commons.daemon.DaemonContext;
import org.apache.commons.daemon.DaemonInitException;
import org.relock.state.conf.NfsConf;
import org.relock.state.service.StartException;

/**
 * The second front door: rpc.lockd under jsvc (Commons Daemon), with the same arguments. jsvc forks
 * and waits; it should be told no user, as {@link Service} gives up root's powers itself, once it
 * has what needs them.
 */
public final class LockdDaemon implements Daemon {

    private Optional<LockdConfig> config = Optional.empty();
    private Optional<Service> service = Optional.empty();

    /** Made by jsvc. */
    public LockdDaemon() {}

    @Override
    public void init(DaemonContext context) throws DaemonInitException {
        Path root = RunPaths.ofThisMachine().root();
        CommandLine.Outcome outcome =
                CommandLine.read(NfsConf.read(root, System.getenv()), root, context.getArguments());
        if (outcome instanceof CommandLine.Outcome.Serve serve) {
            config = Optional.of(serve.config());
            LockdMain.logAsTold(serve.config());
        } else if (outcome instanceof CommandLine.Outcome.Exit exit) {
            throw new DaemonInitException(exit.text());
        }
    }

    @Override
    public void start() throws StartException {
        service = Optional.of(Service.start(config.orElseThrow(), Machine.real()));
    }

    @Override
    public void stop() {
        service.ifPresent(Service::close);
    }

    @Override
    public void destroy() {
        service = Optional.empty();
    }
}
