package org.relock.lockd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.relock.lockd.export.HandleShape;
import org.relock.lockd.export.Network;
import org.relock.lockd.hosts.Identity;
import org.relock.lockd.hosts.MonitorPolicy;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.state.rpcbind.RpcbindPolicy;

/**
 * What rpc.lockd was told, by its command line and configuration file together.
 *
 * @param foreground stay in the foreground ({@code -F})
 * @param debugToStandardError log everything to standard error ({@code -d} or {@code --no-syslog},
 *     only with {@code -F})
 * @param debug log debug lines
 * @param stateDirectory where the monitor list lives and the journal goes ({@code -P})
 * @param serving where and whom we serve
 * @param clients who is whom, and how clients are watched
 * @param keeping what outlives us
 * @param rules how requests are judged and how long we persist
 * @param callout the high-availability callout
 * @param control how an administrator reaches us
 */
public record LockdConfig(
        boolean foreground,
        boolean debugToStandardError,
        boolean debug,
        Path stateDirectory,
        Serving serving,
        Clients clients,
        Keeping keeping,
        Rules rules,
        HaCallout callout,
        Control control) {

    /**
     * Where and whom we serve.
     *
     * @param udpPort the UDP port; 0 for one of the system's choice
     * @param tcpPort the TCP port; 0 for one of the system's choice
     * @param rpcbind what is done about rpcbind
     * @param privilegedPortsOnly refuse callers from ports above 1023
     * @param opaqueHandles take any file handle as the name of a file
     * @param handleShape what of such a handle counts
     * @param allow the networks whose clients may show such handles
     * @param files what files we serve ourselves; empty with {@code opaqueHandles}
     */
    public record Serving(
            int udpPort,
            int tcpPort,
            RpcbindPolicy rpcbind,
            boolean privilegedPortsOnly,
            boolean opaqueHandles,
            HandleShape handleShape,
            List<Network> allow,
            Optional<FileServing> files) {}

    /**
     * Who is whom, and how clients are watched.
     *
     * @param identity what tells clients apart
     * @param monitoring how they are watched
     */
    public record Clients(Identity identity, MonitorPolicy monitoring) {}

    /**
     * What outlives us.
     *
     * @param journal {@code mapped}, {@code forced} or {@code none}
     * @param reclaim how reclaims are judged against it
     */
    public record Keeping(String journal, ReclaimRule reclaim) {}

    /**
     * How requests are judged and how long we persist.
     *
     * @param grace how long clients may reclaim after a reboot of ours; zero for no grace
     * @param grantAckTimeout how long an unanswered offer keeps others waiting
     * @param limits what one client may have, and all together
     * @param hpuxZeroCookie answer a cookie of no bytes by one of four zeros
     */
    public record Rules(
            Duration grace, Duration grantAckTimeout, LockLimits limits, boolean hpuxZeroCookie) {}

    /**
     * The high-availability callout.
     *
     * @param program what is run; empty for nothing
     * @param protocol 1: arguments as from statd; 2: and one JSON object on its standard input
     * @param limit after this it is killed
     */
    public record HaCallout(Optional<Path> program, int protocol, Duration limit) {}

    /**
     * How an administrator reaches us.
     *
     * @param socket where lockctl finds us
     * @param metricsPort the port of loopback where metrics are served; empty for none
     */
    public record Control(Path socket, OptionalInt metricsPort) {}
}
