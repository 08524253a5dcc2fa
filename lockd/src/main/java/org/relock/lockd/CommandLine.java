package org.relock.lockd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.conf.Getopt;
import org.relock.state.conf.NfsConf;
import org.relock.state.os.Release;

/** What rpc.lockd was told: the options first, then nfs.conf, then what is usual. */
final class CommandLine {

    /** How the words were understood. */
    sealed interface Outcome {

        /** Serve; {@code warnings} is what nfs.conf says that makes no sense. */
        record Serve(LockdConfig config, List<String> warnings) implements Outcome {}

        /** Say {@code text} and exit with {@code status}. */
        record Exit(int status, String text, boolean onStandardOutput) implements Outcome {}
    }

    private static final int BAD = 1;

    private final NfsConf conf;
    private final Told told = new Told();
    private final List<String> warnings = new ArrayList<>();

    private CommandLine(NfsConf conf) {
        this.conf = conf;
    }

    /**
     * Understands a command line.
     *
     * @param root the directory that stands for {@code /} where files are looked for
     */
    static Outcome read(NfsConf conf, Path root, String... arguments) {
        return new CommandLine(conf).decide(root, arguments);
    }

    private Outcome decide(Path root, String... arguments) {
        readConf();
        try {
            for (Getopt.Word word : new Getopt(OptionTable.ALL).read(arguments)) {
                if (word instanceof Getopt.Word.Given given) {
                    String name = given.option().name();
                    if (name.equals("help")) {
                        return new Outcome.Exit(0, OptionTable.USAGE, true);
                    }
                    if (name.equals("version")) {
                        return new Outcome.Exit(
                                0, "rpc.lockd version " + Release.VERSION + "\n", true);
                    }
                    if (given.option().takesArgument()) {
                        told.take(name, given.argument());
                    } else {
                        told.take(name);
                    }
                } else if (word instanceof Getopt.Word.Wrong wrong) {
                    return bad(wrong.complaint() + "\n" + OptionTable.USAGE);
                } else if (word instanceof Getopt.Word.Other other) {
                    return bad("no option: " + other.word() + "\n" + OptionTable.USAGE);
                }
            }
            return new Outcome.Serve(told.config(root), List.copyOf(warnings));
        } catch (Told.NonsenseException e) {
            return bad(e.getMessage() + "\n");
        }
    }

    /**
     * The keys {@code port} and {@code udp-port} are nfs-utils', which gives both to the kernel; so
     * is mountd's {@code manage-gids}.
     */
    private void readConf() {
        value("port", conf.text("lockd", "port"));
        value("udp-port", conf.text("lockd", "udp-port"));
        value("tcp-port", conf.text("lockd", "tcp-port"));
        value("state-directory-path", conf.text("lockd", "state-directory-path"));
        value("rpcbind", conf.text("lockd", "rpcbind"));
        flag("debug", conf.flag("lockd", "debug", false));
        flag("privileged-ports-only", conf.flag("lockd", "privileged-ports-only", false));
        flag("opaque-handles", conf.flag("lockd", "opaque-handles", false));
        value("handle-mask", conf.text("lockd", "handle-mask"));
        value("file-system-bytes", conf.text("lockd", "file-system-bytes"));
        for (String network : conf.words("lockd", "allow")) {
            value("allow", Optional.of(network));
        }
        flag(
                "manage-gids",
                conf.flag("lockd", "manage-gids", conf.flag("mountd", "manage-gids", false)));
        value("nfs-port", conf.text("lockd", "nfs-port"));
        value("mountd-port", conf.text("lockd", "mountd-port"));
        value("nfs-min-version", conf.text("lockd", "nfs-min-version"));
        value("nfs-max-version", conf.text("lockd", "nfs-max-version"));
        value("access-log", conf.text("lockd", "access-log"));
        value("access-log-size", conf.text("lockd", "access-log-size"));
        value("access-log-files", conf.text("lockd", "access-log-files"));
        for (String export : conf.words("lockd", "access-log-export")) {
            value("access-log-export", Optional.of(export));
        }
        value("grace", conf.text("lockd", "grace"));
        flag("no-grace", conf.flag("lockd", "no-grace", false));
        value("journal", conf.text("lockd", "journal"));
        value("reclaim", conf.text("lockd", "reclaim"));
        value("monitor", conf.text("lockd", "monitor"));
        value("monitor-name", conf.text("lockd", "monitor-name"));
        value("identity", conf.text("lockd", "identity"));
        value("alias", conf.text("lockd", "alias"));
        flag("hpux-zero-cookie", conf.flag("lockd", "hpux-zero-cookie", false));
        value("grant-ack-timeout", conf.text("lockd", "grant-ack-timeout"));
        value("idle-unmonitor", conf.text("lockd", "idle-unmonitor"));
        value("locks-per-client", conf.text("lockd", "locks-per-client"));
        value("waiters-per-client", conf.text("lockd", "waiters-per-client"));
        value("shares-per-client", conf.text("lockd", "shares-per-client"));
        value("locks", conf.text("lockd", "locks"));
        value("ha-callout", conf.text("lockd", "ha-callout"));
        value("ha-callout-protocol", conf.text("lockd", "ha-callout-protocol"));
        value("callout-timeout", conf.text("lockd", "callout-timeout"));
        value("control-socket", conf.text("lockd", "control-socket"));
        value("metrics", conf.text("lockd", "metrics"));
    }

    private void flag(String name, boolean set) {
        if (set) {
            told.take(name);
        }
    }

    private void value(String name, Optional<String> value) {
        try {
            if (value.isPresent()) {
                told.take(name, value.get());
            }
        } catch (Told.NonsenseException e) {
            warnings.add("nfs.conf, [lockd]: " + e.getMessage());
        }
    }

    private static Outcome.Exit bad(String text) {
        return new Outcome.Exit(BAD, "rpc.lockd: " + text, false);
    }
}
