package org.relock.statd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.relock.state.rpcbind.RpcbindPolicy;

/**
 * What rpc.statd was told, by all of its command line, configuration file and environment.
 *
 * @param foreground stay in the foreground ({@code -F})
 * @param debugToStandardError log everything to standard error ({@code -d}, only with {@code -F})
 * @param debug log debug lines
 * @param port to listen on ({@code -p}); empty for /etc/services' or one of the system's choice
 * @param outgoingPort handed to sm-notify ({@code -o})
 * @param name handed to sm-notify ({@code -n})
 * @param stateDirectory where the monitor list lives ({@code -P})
 * @param directoryIsUnusual whether sm-notify would not find it by itself
 * @param haCallout the callout program ({@code -H})
 * @param noNotify do not run sm-notify ({@code -L})
 * @param nlmTcpPort the kernel's lock manager's TCP port ({@code -T})
 * @param nlmUdpPort its UDP port ({@code -U}, else as the TCP port)
 * @param rpcbind what is done about rpcbind
 * @param rules what distinguishes strict from compatible
 */
record StatdConfig(
        boolean foreground,
        boolean debugToStandardError,
        boolean debug,
        OptionalInt port,
        OptionalInt outgoingPort,
        Optional<String> name,
        Path stateDirectory,
        boolean directoryIsUnusual,
        Optional<Path> haCallout,
        boolean noNotify,
        OptionalInt nlmTcpPort,
        OptionalInt nlmUdpPort,
        RpcbindPolicy rpcbind,
        Rules rules) {

    /** Longer than any machine runs. */
    static final Duration FOREVER = Duration.ofDays(36_500);

    /**
     * How requests are judged and how long we persist.
     *
     * @param strict refuse what compatibility has to allow
     * @param calloutLimit after this the callout is killed; zero means never
     * @param callbackGiveUp after this a callback that no lock manager takes is forgotten
     */
    record Rules(boolean strict, Duration calloutLimit, Duration callbackGiveUp) {

        /** What holds unless told otherwise. */
        static final Rules COMPATIBLE =
                new Rules(false, StatdLimits.CALLOUT_LIMIT, StatdLimits.CALLBACK_GIVE_UP);
    }
}
