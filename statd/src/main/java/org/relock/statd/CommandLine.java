package org.relock.statd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.relock.state.conf.Getopt;
import org.relock.state.conf.NfsConf;
import org.relock.state.os.Release;
import org.relock.state.rpcbind.RpcbindPolicy;

/**
 * What rpc.statd was told: the options first, then the environment, then nfs.conf. Options are
 * judged in their order, as nfs-utils does, so the first that is wrong decides how we end.
 */
final class CommandLine {

    /** How the words were understood. */
    sealed interface Outcome {

        /** Serve. */
        record Serve(StatdConfig config) implements Outcome {}

        /** Become sm-notify ({@code -N}). */
        record Notify(StatdConfig config) implements Outcome {}

        /** Say {@code text} and exit with {@code status}. */
        record Exit(int status, String text, boolean onStandardOutput) implements Outcome {}
    }

    private static final int BAD = 1;
    private static final int SAME_PORTS = 255;
    private static final int MAX_PORT = 65535;
    private static final String[] RPCBIND_WORDS = {"required", "retry", "embed", "none"};

    static final String USAGE =
            """
            usage: rpc.statd [-dFLN] [-H program] [-n name] [-o port] [-P directory] [-p port]
                             [-T port] [-U port] [--strict] [--rpcbind=policy]
                             [--callout-timeout=seconds] [--callback-timeout=minutes]
                   rpc.statd -h | -? | -v | -V
              -h, -?, --help                     print this and exit
              -v, -V, --version                  print the version and exit
              -F, --foreground                   stay in the foreground
              -d, --no-syslog                    with -F: log everything to standard error
              -p, --port PORT                    listen on this port
              -o, --outgoing-port PORT           port that sm-notify sends from
              -n, --name NAME                    name or address that sm-notify announces
              -P, --state-directory-path DIR     where the monitor list lives
              -N, --notify-mode                  deprecated: become sm-notify
              -H, --ha-callout PROGRAM           run this on every change and notice
              -L, --no-notify                    do not run sm-notify
              -T, --nlm-port PORT                port of the kernel's lock manager
              -U, --nlm-udp-port PORT            its UDP port
                  --strict                       refuse what compatibility has to allow
                  --rpcbind POLICY               required, retry, embed or none
                  --callout-timeout SECONDS      end a callout after this time; 0: never
                  --callback-timeout MINUTES     give a callback up after this time; 0: never
            """;

    private static final List<Getopt.Option> OPTIONS =
            List.of(
                    new Getopt.Option('h', "help", false),
                    new Getopt.Option('?', "", false),
                    new Getopt.Option('v', "version", false),
                    new Getopt.Option('V', "", false),
                    new Getopt.Option('F', "foreground", false),
                    new Getopt.Option('d', "no-syslog", false),
                    new Getopt.Option('p', "port", true),
                    new Getopt.Option('o', "outgoing-port", true),
                    new Getopt.Option('n', "name", true),
                    new Getopt.Option('P', "state-directory-path", true),
                    new Getopt.Option('N', "notify-mode", false),
                    new Getopt.Option('H', "ha-callout", true),
                    new Getopt.Option('L', "no-notify", false),
                    new Getopt.Option('T', "nlm-port", true),
                    new Getopt.Option('U', "nlm-udp-port", true),
                    new Getopt.Option((char) 0, "strict", false),
                    new Getopt.Option((char) 0, "rpcbind", true),
                    new Getopt.Option((char) 0, "callout-timeout", true),
                    new Getopt.Option((char) 0, "callback-timeout", true));

    private final NfsConf conf;
    private boolean foreground;
    private boolean toStandardError;
    private boolean notifyMode;
    private boolean noNotify;
    private boolean strict;
    private OptionalInt port = OptionalInt.empty();
    private OptionalInt outgoingPort = OptionalInt.empty();
    private OptionalInt nlmPort = OptionalInt.empty();
    private OptionalInt nlmUdpPort = OptionalInt.empty();
    private Optional<String> name = Optional.empty();
    private Optional<String> stateDirectory = Optional.empty();
    private Optional<String> haCallout = Optional.empty();
    private RpcbindPolicy rpcbind = RpcbindPolicy.REQUIRED;
    private Duration calloutLimit = StatdLimits.CALLOUT_LIMIT;
    private Duration callbackGiveUp = StatdLimits.CALLBACK_GIVE_UP;

    private CommandLine(NfsConf conf) {
        this.conf = conf;
    }

    /**
     * Understands a command line.
     *
     * @param root the directory that stands for {@code /} where files are looked for
     */
    static Outcome read(
            NfsConf conf, Map<String, String> environment, Path root, String... arguments) {
        return new CommandLine(conf).decide(environment, root, arguments);
    }

    private Outcome decide(Map<String, String> environment, Path root, String... arguments) {
        readConf(environment);
        // Whether an unknown word is an error must be known before the first of them is met.
        List<Getopt.Word> words = new Getopt(OPTIONS).read(arguments);
        for (Getopt.Word word : words) {
            strict |=
                    word instanceof Getopt.Word.Given given
                            && given.option().name().equals("strict");
        }
        for (Getopt.Word word : words) {
            Optional<Outcome.Exit> exit = Optional.empty();
            if (word instanceof Getopt.Word.Given given) {
                exit = take(given.option(), given.argument());
            } else if (word instanceof Getopt.Word.Wrong wrong) {
                exit =
                        Optional.of(
                                new Outcome.Exit(
                                        strict ? BAD : 0,
                                        "rpc.statd: " + wrong.complaint() + "\n" + USAGE,
                                        false));
            }
            if (exit.isPresent()) {
                return exit.get();
            }
        }
        if (port.isPresent() && port.equals(outgoingPort)) {
            return new Outcome.Exit(
                    SAME_PORTS,
                    "rpc.statd: listening and outgoing ports cannot be the same!\n",
                    false);
        }
        StatdConfig config = config(root);
        if (!Files.isDirectory(config.stateDirectory())) {
            return bad("no such directory: " + config.stateDirectory());
        }
        return notifyMode ? new Outcome.Notify(config) : new Outcome.Serve(config);
    }

    private void readConf(Map<String, String> environment) {
        port = conf.number("statd", "port", 1, MAX_PORT);
        outgoingPort = conf.number("statd", "outgoing-port", 1, MAX_PORT);
        name = conf.text("statd", "name");
        stateDirectory = conf.text("statd", "state-directory-path");
        haCallout = conf.text("statd", "ha-callout");
        noNotify = conf.flag("statd", "no-notify", false);
        strict = conf.flag("statd", "strict", false);
        rpcbind =
                conf.choice("statd", "rpcbind", List.of(RPCBIND_WORDS))
                        .flatMap(CommandLine::policy)
                        .orElse(rpcbind);
        conf.number("statd", "callout-timeout", 0, Integer.MAX_VALUE)
                .ifPresent(seconds -> calloutLimit = Duration.ofSeconds(seconds));
        conf.number("statd", "callback-timeout", 0, Integer.MAX_VALUE)
                .ifPresent(minutes -> callbackGiveUp = giveUpAfter(minutes));
        nlmPort = conf.number("lockd", "port", 1, MAX_PORT);
        nlmUdpPort = conf.number("lockd", "udp-port", 1, MAX_PORT);
        if (number(environment.getOrDefault("RPC_STATD_NO_NOTIFY", "")) > 0) {
            noNotify = true;
        }
    }

    private Optional<Outcome.Exit> take(Getopt.Option option, String argument) {
        switch (option.letter() != 0 ? String.valueOf(option.letter()) : option.name()) {
            case "h", "?" -> {
                return Optional.of(new Outcome.Exit(0, USAGE, false));
            }
            case "v", "V" -> {
                return Optional.of(
                        new Outcome.Exit(0, "rpc.statd version " + Release.VERSION + "\n", true));
            }
            case "F" -> foreground = true;
            case "d" -> toStandardError = true;
            case "N" -> notifyMode = true;
            case "L" -> noNotify = true;
            case "strict" -> strict = true;
            case "n" -> name = Optional.of(argument);
            case "H" -> haCallout = Optional.of(argument);
            case "P" -> stateDirectory = Optional.of(argument);
            case "p" -> {
                port = portNumber(argument);
                return badPort(port, argument);
            }
            case "o" -> {
                outgoingPort = portNumber(argument);
                return badPort(outgoingPort, argument);
            }
            case "T" -> {
                nlmPort = portNumber(argument);
                return badPort(nlmPort, argument);
            }
            case "U" -> {
                nlmUdpPort = portNumber(argument);
                return badPort(nlmUdpPort, argument);
            }
            case "rpcbind" -> {
                Optional<RpcbindPolicy> policy = policy(argument);
                if (policy.isEmpty()) {
                    return Optional.of(
                            bad("--rpcbind is required, retry, embed or none\n" + USAGE));
                }
                rpcbind = policy.get();
            }
            case "callout-timeout" -> {
                calloutLimit = Duration.ofSeconds(number(argument));
                return badTime(argument);
            }
            case "callback-timeout" -> {
                callbackGiveUp = giveUpAfter(number(argument));
                return badTime(argument);
            }
            default -> throw new IllegalStateException("an option without a meaning: " + option);
        }
        return Optional.empty();
    }

    private static Optional<RpcbindPolicy> policy(String word) {
        return switch (word) {
            case "required" -> Optional.of(RpcbindPolicy.REQUIRED);
            case "retry" -> Optional.of(RpcbindPolicy.RETRY);
            case "embed" -> Optional.of(RpcbindPolicy.EMBED);
            case "none" -> Optional.of(RpcbindPolicy.NONE);
            default -> Optional.empty();
        };
    }

    private static Duration giveUpAfter(int minutes) {
        return minutes == 0 ? StatdConfig.FOREVER : Duration.ofMinutes(minutes);
    }

    private StatdConfig config(Path root) {
        // As in nfs-utils, -d without -F is dropped.
        boolean debug = foreground && toStandardError;
        Path expected =
                conf.text("statd", "state-directory-path")
                        .map(Path::of)
                        .orElseGet(() -> usualDirectory(root))
                        .toAbsolutePath();
        Path directory = stateDirectory.map(Path::of).map(Path::toAbsolutePath).orElse(expected);
        return new StatdConfig(
                foreground,
                debug,
                debug || wantsDebug(),
                port,
                outgoingPort,
                name,
                directory,
                !directory.equals(expected),
                haCallout.map(directory::resolve),
                noNotify,
                nlmPort,
                nlmUdpPort.isPresent() ? nlmUdpPort : nlmPort,
                rpcbind,
                new StatdConfig.Rules(strict, calloutLimit, callbackGiveUp));
    }

    private boolean wantsDebug() {
        for (String word : conf.words("statd", "debug")) {
            switch (NameRules.fold(word)) {
                case "general", "call", "auth", "parse", "all", "1" -> {
                    return true;
                }
                default -> {
                    // "0", or a word that nobody knows, asks for nothing.
                }
            }
        }
        return false;
    }

    /** Red Hat keeps the list a level deeper; we go where one is. */
    private static Path usualDirectory(Path root) {
        Path nfs = root.resolve("var/lib/nfs");
        Path deeper = nfs.resolve("statd");
        return Files.isDirectory(deeper.resolve("sm")) ? deeper : nfs;
    }

    private static OptionalInt portNumber(String text) {
        int number = number(text);
        return number < 1 || number > MAX_PORT ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static Optional<Outcome.Exit> badPort(OptionalInt understood, String text) {
        return understood.isPresent()
                ? Optional.empty()
                : Optional.of(bad("bad port number: " + text + "\n" + USAGE));
    }

    private static Optional<Outcome.Exit> badTime(String text) {
        return number(text) > 0 || text.equals("0")
                ? Optional.empty()
                : Optional.of(bad("bad time: " + text + "\n" + USAGE));
    }

    private static Outcome.Exit bad(String complaint) {
        String end = complaint.endsWith("\n") ? "" : "\n";
        return new Outcome.Exit(BAD, "rpc.statd: " + complaint + end, false);
    }

    /** Returns a whole number that is not negative; 0 for anything else. */
    private static int number(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
