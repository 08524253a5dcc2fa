package org.relock.smnotify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.conf.Getopt;

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

    private static final char NO_LETTER = 0;

    private static final Getopt GETOPT =
            new Getopt(
                    List.of(
                            new Getopt.Option('d', "", false),
                            new Getopt.Option('f', "", false),
                            new Getopt.Option('n', "", false),
                            new Getopt.Option('m', "", true),
                            new Getopt.Option('p', "", true),
                            new Getopt.Option('P', "", true),
                            new Getopt.Option('v', "", true),
                            new Getopt.Option(NO_LETTER, "strict", false),
                            new Getopt.Option(NO_LETTER, "announce-address", false),
                            new Getopt.Option(NO_LETTER, "wait-for-addr", true),
                            new Getopt.Option(NO_LETTER, "help", false),
                            new Getopt.Option(NO_LETTER, "version", false)));

    /** Reads the arguments. */
    static CommandLine parse(String... arguments) throws UsageException {
        Reading reading = new Reading();
        for (Getopt.Word word : GETOPT.read(arguments)) {
            if (word instanceof Getopt.Word.Given given) {
                Getopt.Option option = given.option();
                if (option.letter() == NO_LETTER) {
                    reading.take(option.name(), given.argument());
                } else {
                    reading.take(option.letter(), given.argument());
                }
            } else if (word instanceof Getopt.Word.Wrong wrong) {
                throw new UsageException(wrong.complaint());
            } else if (word instanceof Getopt.Word.Other other) {
                throw new UsageException("unexpected argument: " + other.word());
            }
        }
        return reading.result();
    }

    /** What has been read so far. */
    private static final class Reading {
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

        void take(char letter, String argument) {
            switch (letter) {
                case 'd' -> foreground = true;
                case 'f' -> force = true;
                case 'n' -> noUpdate = true;
                case 'm' -> minutes = Optional.of(argument);
                case 'p' -> port = Optional.of(argument);
                case 'P' -> directory = Optional.of(argument);
                case 'v' -> names.add(argument);
                default -> throw new IllegalStateException("no such option: " + letter);
            }
        }

        void take(String name, String argument) {
            switch (name) {
                case "strict" -> strict = true;
                case "announce-address" -> announceAddress = true;
                case "wait-for-addr" -> waitForAddress = Optional.of(argument);
                case "help" -> help = true;
                case "version" -> version = true;
                default -> throw new IllegalStateException("no such option: " + name);
            }
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
