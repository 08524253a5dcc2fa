package org.relock.lockd;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.relock.state.conf.NfsConf;
import org.relock.state.log.Logs;
import org.relock.state.os.Daemon;
import org.relock.state.os.Signals;
import org.relock.state.os.SystemCallException;
import org.relock.state.service.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code rpc.lockd} command: words become a {@link Service}, and the rest is waiting. */
public final class LockdMain {

    private static final Logger LOG = LoggerFactory.getLogger(LockdMain.class);

    private static final String IDENT = "rpc.lockd";
    private static final int FAILED = 1;

    private LockdMain() {}

    /** Runs until a signal ends it. */
    public static void main(String[] arguments) throws InterruptedException {
        Machine machine = Machine.real();
        Path root = machine.paths().root();
        NfsConf conf = NfsConf.read(root, System.getenv());
        CommandLine.Outcome outcome = CommandLine.read(conf, root, arguments);
        if (outcome instanceof CommandLine.Outcome.Exit exit) {
            (exit.onStandardOutput() ? System.out : System.err).print(exit.text());
            System.exit(exit.status());
        } else if (outcome instanceof CommandLine.Outcome.Serve serve) {
            logAsTold(serve.config());
            for (String warning : conf.warnings()) {
                LOG.warn("{}", warning);
            }
            for (String warning : serve.warnings()) {
                LOG.warn("{}", warning);
            }
            serve(serve.config(), machine);
        }
    }

    private static void serve(LockdConfig config, Machine machine) throws InterruptedException {
        try {
            Service service = Service.start(config, machine);
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "end"));
            // Without the launcher these do nothing, and the Java machine ends by the hook alone.
            Signals.on(Signals.Kind.HUP, service::reload);
            Signals.on(Signals.Kind.INT, () -> System.exit(0));
            Signals.on(Signals.Kind.TERM, () -> System.exit(0));
            Signals.on(Signals.Kind.USR2, () -> Logs.debug(false));
            Daemon.ready();
        } catch (StartException | SystemCallException e) {
            LOG.error("{}", e.getMessage());
            if (!config.debugToStandardError()) {
                System.err.println(IDENT + ": " + e.getMessage());
            }
            Daemon.failed(FAILED);
            return;
        }
        new CountDownLatch(1).await();
    }

    static void logAsTold(LockdConfig config) {
        if (config.debugToStandardError()) {
            Logs.toStandardError(IDENT);
        } else {
            Logs.toSyslog(IDENT);
        }
        Logs.debug(config.debug());
    }
}
