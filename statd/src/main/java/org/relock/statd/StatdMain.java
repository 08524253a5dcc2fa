package org.relock.statd;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.relock.state.conf.NfsConf;
import org.relock.state.log.Logs;
import org.relock.state.os.Children;
import org.relock.state.os.Daemon;
import org.relock.state.os.Signals;
import org.relock.state.os.SystemCallException;
import org.relock.state.service.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code rpc.statd} command: words become a {@link Service}, and the rest is waiting. */
public final class StatdMain {

    private static final Logger LOG = LoggerFactory.getLogger(StatdMain.class);

    private static final String IDENT = "rpc.statd";
    private static final int FAILED = 1;
    private static final int NO_SM_NOTIFY = 2;

    private StatdMain() {}

    /** Runs until a signal ends it. */
    public static void main(String[] arguments) throws InterruptedException {
        Machine machine = Machine.real();
        Path root = machine.paths().root();
        NfsConf conf = NfsConf.read(root, System.getenv());
        CommandLine.Outcome outcome = CommandLine.read(conf, System.getenv(), root, arguments);
        if (outcome instanceof CommandLine.Outcome.Exit exit) {
            (exit.onStandardOutput() ? System.out : System.err).print(exit.text());
            System.exit(exit.status());
        } else if (outcome instanceof CommandLine.Outcome.Notify instead) {
            System.exit(becomeSmNotify(instead.config(), machine));
        } else if (outcome instanceof CommandLine.Outcome.Serve serve) {
            serve(serve.config(), machine, conf);
        }
    }

    private static void serve(StatdConfig config, Machine machine, NfsConf conf)
            throws InterruptedException {
        logAsTold(config);
        for (String warning : conf.warnings()) {
            LOG.warn("{}", warning);
        }
        try {
            Service service = Service.start(config, machine);
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "end"));
            // Without the launcher these do nothing, and the Java machine ends by the hook alone.
            Signals.on(Signals.Kind.HUP, () -> System.exit(0));
            Signals.on(Signals.Kind.INT, () -> System.exit(0));
            Signals.on(Signals.Kind.TERM, () -> System.exit(0));
            Signals.on(Signals.Kind.USR1, service::simulateCrash);
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

    static void logAsTold(StatdConfig config) {
        if (config.debugToStandardError()) {
            Logs.toStandardError(IDENT);
        } else {
            Logs.toSyslog(IDENT);
        }
        Logs.debug(config.debug());
    }

    private static int becomeSmNotify(StatdConfig config, Machine machine) {
        System.err.println(IDENT + ": -N deprecated, consider using sm-notify directly");
        Children.Result result =
                Children.runHere(
                        machine.paths().smNotify(),
                        PeerNotifier.arguments(config),
                        StatdConfig.FOREVER);
        if (result instanceof Children.Result.Exited exited) {
            return exited.status();
        }
        return NO_SM_NOTIFY;
    }
}
