package org.relock.state.rpc;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an {@link RpcServer} serves, and where.
 *
 * @param name what its threads are named after, such as "statd"
 * @param programs each one version of one program
 * @param addresses to listen on; if none, all that this host has and will have
 * @param udpPort the UDP port, 0 for one of the system's choice; empty for no UDP
 * @param tcpPort the TCP port, 0 for one of the system's choice; empty for no TCP
 * @param loops how many threads serve
 * @param gate who may call
 * @param limits what strangers may cost
 * @param replies keeps the replies of procedures that ask for it
 */
public record ServerConfig(
        String name,
        List<Program> programs,
        List<InetAddress> addresses,
        OptionalInt udpPort,
        OptionalInt tcpPort,
        int loops,
        Gate gate,
        Limits limits,
        Optional<ReplyCache> replies) {

    /** More threads than this serve nobody faster. */
    private static final int USUAL_LOOPS = 2;

    /** Copies the lists and checks that something is served. */
    public ServerConfig {
        programs = List.copyOf(programs);
        addresses = List.copyOf(addresses);
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(replies, "replies");
        if (programs.isEmpty() || loops < 1 || (udpPort.isEmpty() && tcpPort.isEmpty())) {
            throw new IllegalArgumentException("nothing to serve");
        }
    }

    /** Returns a configuration for all addresses, with UDP and TCP ports of the system's choice. */
    public static ServerConfig of(String name, Program... programs) {
        return new ServerConfig(
                name,
                List.of(programs),
                List.of(),
                OptionalInt.of(0),
                OptionalInt.of(0),
                Math.min(USUAL_LOOPS, Runtime.getRuntime().availableProcessors()),
                Gate.OPEN,
                Limits.STANDARD,
                Optional.empty());
    }

    /** Returns this with other addresses. */
    public ServerConfig withAddresses(List<InetAddress> others) {
        return new ServerConfig(
                name, programs, others, udpPort, tcpPort, loops, gate, limits, replies);
    }

    /** Returns this with other ports. */
    public ServerConfig withPorts(OptionalInt udp, OptionalInt tcp) {
        return new ServerConfig(name, programs, addresses, udp, tcp, loops, gate, limits, replies);
    }

    /** Returns this with another number of loops. */
    public ServerConfig withLoops(int number) {
        return new ServerConfig(
                name, programs, addresses, udpPort, tcpPort, number, gate, limits, replies);
    }

    /** Returns this with another gate. */
    public ServerConfig withGate(Gate other) {
        return new ServerConfig(
                name, programs, addresses, udpPort, tcpPort, loops, other, limits, replies);
    }

    /** Returns this with other limits. */
    public ServerConfig withLimits(Limits others) {
        return new ServerConfig(
                name, programs, addresses, udpPort, tcpPort, loops, gate, others, replies);
    }

    /** Returns this with a cache of replies. */
    public ServerConfig withReplyCache(ReplyCache cache) {
        return new ServerConfig(
                name,
                programs,
                addresses,
                udpPort,
                tcpPort,
                loops,
                gate,
                limits,
                Optional.of(cache));
    }
}
