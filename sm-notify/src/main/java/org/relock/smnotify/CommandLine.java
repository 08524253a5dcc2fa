package org.relock.smnotify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line, read as getopt(3) reads it: {@code -dfn}, {@code -m1} and {@code -m 1} are all
 * understood, and {@code --} ends the options. Nothing is checked here but that it is an option.
 *
 * @param foreground {@code -d}
 * @param force {@code -f}
 * @param noUpdate {@code -n}
 * @param minutes {@code -m}
 * @param port {@code -p}
 * @param directory {@code -P}
 * @param names {@code -v}, each time it was given
 * @param strict {@code --strict}
 * @param announceAddress {@code --announce-address}
 * @param waitForAddress {@code --wait-for-addr}
 * @param help {@code --help}
 * @param version {@code --version}
 */
record CommandLine(
        boolean foreground,
        boolean force,
        boolean noUpdate,
        Optional<String> minutes,
        Optional<String> port,
        Optional<String> directory,
        List<String> names,
        boolean strict,
        boolean announceAddress,
        Optional<String> waitForAddress,
        boolean help,
        boolean version) {

    /** What {@code --help} says. */
    static final String USAGE =
            """
            usage: sm-notify [-dfn] [-m minutes] [-P directory] [-p port] [-v name]...
              -d             stay in the foreground, log everything to standard error
              -f             run even if there has been a run since the last boot
              -m minutes     give up after this time; 0 means never (default 15)
              -n             do not advance the state number
              -P directory   the state directory (default /var/lib/nfs)
              -p port        send from this port
              -v name        send from this address, or from one that this name has, and say
                             this name; may be given more than once
              --announce-address   with -v ADDRESS that has no name, say the address itself
              --wait-for-addr seconds   wait so long for the addresses of -v to appear
              --strict       fail where otherwise a warning would do
              --help         print this
              --version      print the version
            """;

    /** Reads the arguments. */
    static CommandLine parse(String... arguments) throws UsageException {
        Reader reader = new Reader(arguments);
        while (reader.more()) {
            reader.argument();
        }
        return reader.result();
    }

    /** The state of reading. */
    private static final class Reader {
        private final String[] arguments;
        private int at;

        private boolean foreground;
        private boolean force;
        private boolean noUpdate;
        private Optional<String> minutes = Optional.empty();
        private Optional<String> port = Optional.empty();
        private Optional<String> directory = Optional.empty();
        private final List<String> names = new ArrayList<>();
        private boolean strict;
        private boolean announceAddress;
        private Optional<String> waitForAddress = Optional.empty();
        private boolean help;
        private boolean version;

        Reader(String... arguments) {
            this.arguments = arguments;
        }

        boolean more() {
            return at < arguments.length;
        }

        void argument() throws UsageException {
            String argument = arguments[at++];
            if (argument.equals("--")) {
                if (more()) {
                    throw new UsageException("unexpected argument: " + arguments[at]);
                }
            } else if (argument.startsWith("--")) {
                longOption(argument);
            } else if (argument.length() > 1 && argument.charAt(0) == '-') {
                cluster(argument);
            } else {
                throw new UsageException("unexpected argument: " + argument);
            }
        }

        private void longOption(String argument) throws UsageException {
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            switch (option) {
                case "--strict" -> strict = true;
                case "--announce-address" -> announceAddress = true;
                case "--help" -> help = true;
                case "--version" -> version = true;
                case "--wait-for-addr" -> {
                    String value = equals < 0 ? next(option) : argument.substring(equals + 1);
                    waitForAddress = Optional.of(value);
                    return;
                }
                default -> throw new UsageException("unrecognized option '" + argument + "'");
            }
            if (equals >= 0) {
                throw new UsageException("option '" + option + "' doesn't allow an argument");
            }
        }

        private void cluster(String argument) throws UsageException {
            for (int i = 1; i < argument.length(); i++) {
                char option = argument.charAt(i);
                switch (option) {
                    case 'd' -> foreground = true;
                    case 'f' -> force = true;
                    case 'n' -> noUpdate = true;
                    case 'm', 'p', 'P', 'v' -> {
                        String rest = argument.substring(i + 1);
                        take(option, rest.isEmpty() ? next("-" + option) : rest);
                        return;
                    }
                    default -> throw new UsageException("invalid option -- '" + option + "'");
                }
            }
        }

        private void take(char option, String value) {
            switch (option) {
                case 'm' -> minutes = Optional.of(value);
                case 'p' -> port = Optional.of(value);
                case 'P' -> directory = Optional.of(value);
                default -> names.add(value);
            }
        }

        private String next(String option) throws UsageException {
            if (!more()) {
                throw new UsageException("option requires an argument -- '" + option + "'");
            }
            return arguments[at++];
        }

        CommandLine result() {
            return new CommandLine(
                    foreground,
                    force,
                    noUpdate,
                    minutes,
                    port,
                    directory,
                    List.copyOf(names),
                    strict,
                    announceAddress,
                    waitForAddress,
                    help,
                    version);
        }
    }
}
