package org.relock.statd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.daemon.Daemon;
import org.apache.commons.daemon.DaemonContext;
import org.apache.commons.daemon.DaemonInitException;
import org.relock.state.conf.NfsConf;
import org.relock.state.os.ProcessName;
import org.relock.state.service.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second front door: rpc.statd under jsvc (Commons Daemon), with the same arguments. jsvc forks
 * and waits; it should be told no user, as {@link Service} gives up root's powers itself, once it
 * has what needs them.
 */
public final class StatdDaemon implements Daemon {

    private static final Logger LOG = LoggerFactory.getLogger(StatdDaemon.class);

    private Optional<StatdConfig> config = Optional.empty();
    private Optional<Service> service = Optional.empty();

    /** Made by jsvc. */
    public StatdDaemon() {}

    @Override
    public void init(DaemonContext context) throws DaemonInitException {
        Path root = RunPaths.ofThisMachine().root();
        CommandLine.Outcome outcome =
                CommandLine.read(
                        NfsConf.read(root, System.getenv()),
                        System.getenv(),
                        root,
                        context.getArguments());
        if (outcome instanceof CommandLine.Outcome.Serve serve) {
            config = Optional.of(serve.config());
            StatdMain.logAsTold(serve.config());
        } else if (outcome instanceof CommandLine.Outcome.Exit exit) {
            throw new DaemonInitException(exit.text());
        } else {
            throw new DaemonInitException("-N is for the command line alone");
        }
    }

    @Override
    public void start() throws StartException {
        nameProcess();
        service = Optional.of(Service.start(config.orElseThrow(), Machine.real()));
    }

    /** With -procname, jsvc changes the arguments alone; pgrep and pidof look at comm. */
    private static void nameProcess() {
        try {
            ProcessName.set("rpc.statd");
        } catch (IOException e) {
            LOG.warn("Cannot name the process: {}", e.toString());
        }
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
