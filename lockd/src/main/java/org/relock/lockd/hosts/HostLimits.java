package org.relock.lockd.hosts;

import java.time.Duration;
import java.util.List;

/** The numbers that the register of clients lives by, in one place. */
final class HostLimits {

    /** Clients known at once; a new one beyond them gets no lock. */
    static final int CLIENTS = 50_000;

    /** Clients of different names at one address, as behind a NAT or in containers. */
    static final int NAMES_PER_ADDRESS = 256;

    /** Addresses remembered of a client that is told by its name alone. */
    static final int ADDRESSES_PER_CLIENT = 32;

    /** Clients of one name that are looked at to find out who speaks for whom. */
    static final int NAMESAKES_LOOKED_AT = 64;

    /** A client that holds nothing makes room for others after this, if there is no room. */
    static final Duration MAKES_ROOM = Duration.ofSeconds(10);

    /** A client of an earlier boot that has nothing after grace is forgotten after this. */
    static final Duration LEAVES_AFTER_GRACE = Duration.ofSeconds(10);

    /** How often room is looked for, at most. */
    static final Duration ROOM_PAUSE = Duration.ofSeconds(1);

    /** The longest host name that a client is watched under, in characters (RFC 1035, 2.3.4). */
    static final int HOST_NAME = 255;

    /** How often idle clients are looked for, and monitoring that failed is caught up. */
    static final Duration SWEEP = Duration.ofSeconds(30);

    /** A new client is answered by then, whatever the status monitor does (NLM check 51). */
    static final Duration MON_DEADLINE = Duration.ofMillis(2_500);

    /** When this host's rpcbind is asked again, and the status monitor whether it is there. */
    static final StatdCalls.Round LOCAL_ROUND =
            new StatdCalls.Round(List.of(Duration.ofMillis(300)), Duration.ofMillis(700));

    /**
     * When SM_MON and SM_UNMON are sent again over UDP, and at the end of each round to where the
     * status monitor may have moved. It may have to ask DNS: it has fourteen seconds in all.
     */
    static final List<StatdCalls.Round> MON_ROUNDS =
            List.of(
                    LOCAL_ROUND,
                    new StatdCalls.Round(
                            List.of(Duration.ofMillis(500), Duration.ofSeconds(1)),
                            Duration.ofSeconds(1)),
                    new StatdCalls.Round(
                            List.of(
                                    Duration.ofMillis(500),
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(2)),
                            Duration.ofSeconds(7)));

    /** How often a status monitor that is away is looked for. */
    static final Duration PROBE_PAUSE = Duration.ofSeconds(1);

    /** Clients whose monitoring is caught up at the same time. */
    static final int CATCHING_UP_AT_ONCE = 8;

    /** How often a client that changes its state is watched anew, at most. */
    static final Duration RECHECK_PAUSE = Duration.ofMinutes(1);

    /** How often at most the log says that monitoring fails. */
    static final Duration ALARM_PAUSE = Duration.ofMinutes(1);

    private HostLimits() {}
}
