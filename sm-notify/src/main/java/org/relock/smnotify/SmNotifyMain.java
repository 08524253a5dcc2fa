package org.relock.smnotify;

import java.nio.file.Path;
import org.relock.state.conf.NfsConf;
import org.relock.state.log.Logs;
import org.relock.state.os.Release;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program {@code sm-notify}(8). */
public final class SmNotifyMain {

    private static final String NAME = "sm-notify";
    private static final Logger LOG = LoggerFactory.getLogger(SmNotifyMain.class);

    private static final int FAILED = 1;

    private SmNotifyMain() {}

    /** Runs it and exits with its status. */
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        NfsConf conf = NfsConf.read();
        NotifyConfig config;
        try {
            CommandLine line = CommandLine.parse(arguments);
            if (line.help()) {
                System.out.print(CommandLine.USAGE);
                return 0;
            }
            if (line.version()) {
                System.out.println(NAME + " version " + Release.VERSION);
                return 0;
            }
            config = NotifyConfig.of(line, conf);
        } catch (UsageException e) {
            System.err.println(NAME + ": " + e.getMessage());
            System.err.print(CommandLine.USAGE);
            return FAILED;
        }
        log(config);
        LOG.info("Version {} starting", Release.VERSION);
        conf.warnings().forEach(warning -> LOG.warn("{}", warning));
        try {
            Path run = Path.of(System.getProperty("relock.run", "/run"));
            Path proc = Path.of(System.getProperty("relock.proc", "/proc"));
            return new SmNotify(config, run, proc).run();
        } catch (FailedException e) {
            LOG.error("{}", e.getMessage());
            if (!config.foreground()) {
                // Whoever started us is still waiting; afterwards this goes nowhere.
                System.err.println(NAME + ": " + e.getMessage());
            }
            return FAILED;
        } catch (InterruptedException e) {
            return FAILED;
        } catch (RuntimeException e) {
            // In the background nobody would see it otherwise. Whoever has not heard is on disk.
            LOG.error("stopped by a mistake of its own", e);
            return FAILED;
        }
    }

    private static void log(NotifyConfig config) {
        if (config.foreground()) {
            Logs.toStandardError(NAME);
        } else {
            Logs.toSyslog(NAME);
        }
        Logs.debug(config.debug());
    }
}
