package org.relock.lockd;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.relock.lockd.export.HandleShape;
import org.relock.lockd.export.Network;
import org.relock.lockd.hosts.Identity;
import org.relock.lockd.hosts.MonitorPolicy;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpcbind.RpcbindPolicy;
import org.relock.state.xdr.Opaque;

/** What we have been told so far, a name and a value at a time; the last value counts. */
final class Told {

    private static final int MAX_PORT = 65535;
    private static final int MOST = 100_000_000;

    private boolean foreground;
    private boolean debug;
    private boolean noSyslog;
    private Optional<String> directory = Optional.empty();
    private OptionalInt port = OptionalInt.empty();
    private OptionalInt udpPort = OptionalInt.empty();
    private OptionalInt tcpPort = OptionalInt.empty();
    private RpcbindPolicy rpcbind = RpcbindPolicy.REQUIRED;
    private boolean privilegedPortsOnly;
    private boolean opaqueHandles;
    private Opaque handleMask = Opaque.EMPTY;
    private Optional<HandleShape.Slice> fileSystemBytes = Optional.empty();
    private final List<Network> allow = new ArrayList<>();
    private final ToldFiles files = new ToldFiles();
    private boolean hpuxZeroCookie;
    private Duration grace = LockdLimits.GRACE;
    private String journal = "mapped";
    private ReclaimRule reclaim = ReclaimRule.RECORDED;
    private String monitor = "required";
    private String monitorName = "address";
    private String identity = "address+name";
    private final Map<String, List<InetAddress>> aliases = new HashMap<>();
    private Duration grantAckTimeout = LockdLimits.GRANT_ACK_TIMEOUT;
    private Duration idleUnmonitor = LockdLimits.IDLE_UNMONITOR;
    private int locksPerClient = LockLimits.STANDARD.locksPerClient();
    private int waitersPerClient = LockLimits.STANDARD.wishesPerClient();
    private int sharesPerClient = LockLimits.STANDARD.sharesPerClient();
    private int locks = LockLimits.STANDARD.locks();
    private Optional<String> callout = Optional.empty();
    private int calloutProtocol = 1;
    private Duration calloutLimit = LockdLimits.CALLOUT_LIMIT;
    private Optional<String> controlSocket = Optional.empty();
    private OptionalInt metrics = OptionalInt.empty();

    /** A value that makes no sense; the message says what would. */
    static final class NonsenseException extends Exception {
        private static final long serialVersionUID = 1L;

        NonsenseException(String message) {
            super(message);
        }
    }

    /** Takes a flag. */
    void take(String name) {
        switch (name) {
            case "foreground" -> foreground = true;
            case "debug" -> debug = true;
            case "no-syslog" -> noSyslog = true;
            case "privileged-ports-only" -> privilegedPortsOnly = true;
            case "manage-gids" -> files.manageGids();
            case "opaque-handles" -> opaqueHandles = true;
            case "hpux-zero-cookie" -> hpuxZeroCookie = true;
            case "no-grace" -> grace = Duration.ZERO;
            default -> throw new IllegalStateException("an option without a meaning: " + name);
        }
    }

    /** Takes an option with a value. */
    void take(String name, String value) throws NonsenseException {
        switch (name) {
            case "state-directory-path" -> directory = Optional.of(value);
            case "port" -> port = OptionalInt.of(number(name, value, 1, MAX_PORT));
            case "udp-port" -> udpPort = OptionalInt.of(number(name, value, 1, MAX_PORT));
            case "tcp-port" -> tcpPort = OptionalInt.of(number(name, value, 1, MAX_PORT));
            case "rpcbind" -> rpcbind = policy(value);
            case "handle-mask" ->
                    handleMask =
                            HandleShape.mask(value)
                                    .orElseThrow(
                                            () -> nonsense(name, "2 to 128 hexadecimal digits"));
            case "file-system-bytes" -> fileSystemBytes = Optional.of(slice(name, value));
            case "allow" ->
                    allow.add(
                            Network.parse(value)
                                    .orElseThrow(() -> nonsense(name, "as 10.0.0.0/8")));
            case "grace" ->
                    grace = seconds(name, value, (int) LockdLimits.LONGEST_GRACE.toSeconds());
            case "journal" -> journal = oneOf(name, value, "mapped", "forced", "none");
            case "reclaim" ->
                    reclaim =
                            oneOf(name, value, "recorded", "not-others").equals("recorded")
                                    ? ReclaimRule.RECORDED
                                    : ReclaimRule.NOT_ANOTHERS;
            case "monitor" -> monitor = oneOf(name, value, "required", "best-effort");
            case "monitor-name" -> monitorName = oneOf(name, value, "address", "caller-name");
            case "identity" -> identity = oneOf(name, value, "address+name", "address", "name");
            case "alias" -> alias(value);
            case "grant-ack-timeout" -> grantAckTimeout = positiveSeconds(name, value);
            case "idle-unmonitor" -> idleUnmonitor = positiveSeconds(name, value);
            case "locks-per-client" -> locksPerClient = number(name, value, 1, MOST);
            case "waiters-per-client" -> waitersPerClient = number(name, value, 0, MOST);
            case "shares-per-client" -> sharesPerClient = number(name, value, 0, MOST);
            case "locks" -> locks = number(name, value, 1, MOST);
            case "ha-callout" -> callout = Optional.of(value);
            case "ha-callout-protocol" -> calloutProtocol = number(name, value, 1, 2);
            case "callout-timeout" -> calloutLimit = seconds(name, value, LockdLimits.MOST_SECONDS);
            case "control-socket" -> controlSocket = Optional.of(value);
            case "metrics" -> metrics = OptionalInt.of(number(name, value, 1, MAX_PORT));
            default -> {
                if (!files.take(name, value)) {
                    throw new IllegalStateException("an option without a meaning: " + name);
                }
            }
        }
    }

    private static NonsenseException nonsense(String name, String instead) {
        return new NonsenseException(name + " is written " + instead);
    }

    private Identity.By by() {
        return switch (identity) {
            case "address" -> Identity.By.ADDRESS;
            case "name" -> Identity.By.NAME;
            default -> Identity.By.ADDRESS_AND_NAME;
        };
    }

    private static HandleShape.Slice slice(String name, String value) throws NonsenseException {
        int plus = value.indexOf('+');
        int offset = number(name, value.substring(0, Math.max(plus, 0)), 0, 63);
        int length = number(name, value.substring(plus + 1), 1, Integer.BYTES);
        if (offset + length > 64) {
            throw nonsense(name, "OFFSET+LENGTH, within 64 bytes");
        }
        return new HandleShape.Slice(offset, length);
    }

    private HandleShape shape() throws NonsenseException {
        try {
            return new HandleShape(handleMask, fileSystemBytes);
        } catch (IllegalArgumentException e) {
            throw new NonsenseException(e.getMessage());
        }
    }

    private static RpcbindPolicy policy(String value) throws NonsenseException {
        return switch (value) {
            case "required" -> RpcbindPolicy.REQUIRED;
            case "retry" -> RpcbindPolicy.RETRY;
            case "embed" -> RpcbindPolicy.EMBED;
            case "none" -> RpcbindPolicy.NONE;
            default -> throw new NonsenseException("rpcbind is required, retry, embed or none");
        };
    }

    private static String oneOf(String name, String value, String... choices)
            throws NonsenseException {
        for (String choice : choices) {
            if (choice.equals(value)) {
                return value;
            }
        }
        throw new NonsenseException(name + " is one of: " + String.join(" ", choices));
    }

    private static Duration positiveSeconds(String name, String value) throws NonsenseException {
        return Duration.ofSeconds(number(name, value, 1, LockdLimits.MOST_SECONDS));
    }

    private static Duration seconds(String name, String value, int most) throws NonsenseException {
        return Duration.ofSeconds(number(name, value, 0, most));
    }

    static int number(String name, String value, int least, int most) throws NonsenseException {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is too small or too large.
        }
        throw new NonsenseException(name + " is a number from " + least + " to " + most);
    }

    private void alias(String value) throws NonsenseException {
        int equals = value.indexOf('=');
        List<InetAddress> addresses = new ArrayList<>();
        String rest = value.substring(equals + 1) + ",";
        for (int comma; (comma = rest.indexOf(',')) >= 0; rest = rest.substring(comma + 1)) {
            NumericAddress.parse(rest.substring(0, comma)).ifPresent(addresses::add);
        }
        if (equals < 1 || addresses.isEmpty()) {
            throw new NonsenseException("alias is a name, =, and addresses parted by commas");
        }
        aliases.computeIfAbsent(value.substring(0, equals), name -> new ArrayList<>())
                .addAll(addresses);
    }

    /** Returns the sum of it; {@code root} is the directory that stands for {@code /}. */
    LockdConfig config(Path root) throws NonsenseException {
        if (!opaqueHandles && !files.sources(root).areThere()) {
            throw new NonsenseException(
                    "there is nothing to export: neither --export nor "
                            + root.resolve("etc/exports")
                            + "; for another server's files, --opaque-handles must be given");
        }
        if (opaqueHandles && files.hasExports()) {
            throw new NonsenseException(
                    "with --opaque-handles another server has the files, so --export cannot be");
        }
        if (opaqueHandles && allow.isEmpty()) {
            throw new NonsenseException("--opaque-handles needs --allow, as in --allow 10.0.0.0/8");
        }
        Path state = directory.map(Path::of).orElseGet(() -> usualDirectory(root)).toAbsolutePath();
        if (!Files.isDirectory(state)) {
            throw new NonsenseException("no such directory: " + state);
        }
        return new LockdConfig(
                foreground,
                foreground && (debug || noSyslog),
                debug,
                state,
                new LockdConfig.Serving(
                        udpPort.orElse(port.orElse(0)),
                        tcpPort.orElse(port.orElse(0)),
                        rpcbind,
                        privilegedPortsOnly,
                        opaqueHandles,
                        shape(),
                        List.copyOf(allow),
                        opaqueHandles ? Optional.empty() : Optional.of(files.serving(root, state))),
                new LockdConfig.Clients(
                        new Identity(by(), Map.copyOf(aliases)),
                        new MonitorPolicy(
                                monitor.equals("required"),
                                monitorName.equals("caller-name"),
                                idleUnmonitor)),
                new LockdConfig.Keeping(journal, reclaim),
                new LockdConfig.Rules(
                        grace,
                        grantAckTimeout,
                        new LockLimits(locksPerClient, waitersPerClient, sharesPerClient, locks),
                        hpuxZeroCookie),
                new LockdConfig.HaCallout(
                        callout.map(state::resolve), calloutProtocol, calloutLimit),
                new LockdConfig.Control(
                        controlSocket
                                .map(Path::of)
                                .orElseGet(() -> root.resolve("run/relock/lockd.sock"))
                                .toAbsolutePath(),
                        metrics));
    }

    /** Red Hat keeps the list a level deeper; we go where statd goes. */
    private static Path usualDirectory(Path root) {
        Path nfs = root.resolve("var/lib/nfs");
        Path deeper = nfs.resolve("statd");
        return Files.isDirectory(deeper.resolve("sm")) ? deeper : nfs;
    }
}
