package org.relock.smnotify;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.relock.state.conf.NfsConf;

/**
 * What this run is to do, by its command line first and {@code nfs.conf}(5) second.
 *
 * @param foreground stay in the foreground and log everything to standard error
 * @param debug log debug lines
 * @param directory the state directory
 * @param oncePerBoot whether {@code directory} is the usual one, which is told from once per boot
 * @param force run even if there was a run
 * @param updateState advance the state number
 * @param giveUpAfter how long to try; empty for ever
 * @param port to send from; 0 for a reserved one
 * @param names what to send from and as; empty for any address, and the name of each record
 * @param announceAddress say the text of an address that has no name
 * @param waitForAddress how long to wait for the addresses to appear on this host
 * @param liftGrace whether the kernel's grace period may be ended
 * @param strict fail where a warning would do
 */
record NotifyConfig(
        boolean foreground,
        boolean debug,
        Path directory,
        boolean oncePerBoot,
        boolean force,
        boolean updateState,
        Optional<Duration> giveUpAfter,
        int port,
        List<String> names,
        boolean announceAddress,
        Duration waitForAddress,
        boolean liftGrace,
        boolean strict) {

    /** How long nfs-utils tries. */
    private static final Duration USUAL_TIME = Duration.ofMinutes(15);

    /** Where Debian keeps the list. */
    private static final String DEBIAN = "/var/lib/nfs";

    /** Where Red Hat keeps it. */
    private static final String RED_HAT = "/var/lib/nfs/statd";

    private static final int LAST_PORT = 65535;
    private static final String SECTION = "sm-notify";

    /** Waiting longer for an address than this makes no sense, in seconds. */
    private static final int LONGEST_WAIT = 3600;

    /** Copies the names. */
    NotifyConfig {
        names = List.copyOf(names);
    }

    /**
     * Puts both together.
     *
     * @throws UsageException if a number is none, or a path is none
     */
    static NotifyConfig of(CommandLine line, NfsConf conf) throws UsageException {
        String usual = usualDirectory();
        String directory =
                line.directory().or(() -> conf.text("statd", "state-directory-path")).orElse(usual);
        boolean strict = line.strict() || conf.flag(SECTION, "strict", false);
        return new NotifyConfig(
                line.foreground(),
                line.foreground() || wantsDebug(conf),
                path(directory),
                directory.equals(usual),
                line.force() || conf.flag(SECTION, "force", false),
                !line.noUpdate() && conf.flag(SECTION, "update-state", true),
                giveUpAfter(line, conf, strict),
                port(line, conf),
                line.names().isEmpty() ? conf.words(SECTION, "outgoing-addr") : line.names(),
                line.announceAddress() || conf.flag(SECTION, "announce-address", false),
                waitForAddress(line, conf),
                conf.flag(SECTION, "lift-grace", true),
                strict);
    }

    private static String usualDirectory() {
        return Files.isDirectory(Path.of(RED_HAT, "sm")) ? RED_HAT : DEBIAN;
    }

    private static Path path(String text) throws UsageException {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new UsageException("not a path: " + e.getReason());
        }
    }

    private static boolean wantsDebug(NfsConf conf) {
        for (String word : conf.words(SECTION, "debug")) {
            if (!word.equals("0")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Duration> giveUpAfter(CommandLine line, NfsConf conf, boolean strict)
            throws UsageException {
        Duration time;
        if (line.minutes().isPresent()) {
            time = RetryTime.parse(line.minutes().get(), strict);
        } else {
            time = conf.minutes(SECTION, "retry-time").orElse(USUAL_TIME);
        }
        return time.isZero() || time.isNegative() ? Optional.empty() : Optional.of(time);
    }

    private static int port(CommandLine line, NfsConf conf) throws UsageException {
        String text = line.port().or(() -> conf.text(SECTION, "outgoing-port")).orElse("0");
        OptionalInt port = number(text, LAST_PORT);
        if (port.isEmpty() || (port.getAsInt() == 0 && line.port().isPresent())) {
            throw new UsageException("bad port number: " + text);
        }
        return port.getAsInt();
    }

    private static Duration waitForAddress(CommandLine line, NfsConf conf) throws UsageException {
        String text =
                line.waitForAddress().or(() -> conf.text(SECTION, "wait-for-addr")).orElse("0");
        OptionalInt seconds = number(text, LONGEST_WAIT);
        if (seconds.isEmpty()) {
            throw new UsageException("bad number of seconds: " + text);
        }
        return Duration.ofSeconds(seconds.getAsInt());
    }

    private static OptionalInt number(String text, int most) {
        try {
            int number = Integer.parseInt(text);
            return number < 0 || number > most ? OptionalInt.empty() : OptionalInt.of(number);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
