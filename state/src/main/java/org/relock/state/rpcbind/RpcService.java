package org.relock.state.rpcbind;

import java.util.Optional;

/**
 * A service of this host that others are to find.
 *
 * @param program the RPC program
 * @param version its version
 * @param netid {@code udp}, {@code tcp}, {@code udp6} or {@code tcp6}
 * @param port 1 to 65535, on every address
 */
public record RpcService(int program, int version, String netid, int port) {

    /** Checks netid and port. */
    public RpcService {
        switch (netid) {
            case "udp", "tcp", "udp6", "tcp6" -> {}
            default -> throw new IllegalArgumentException("netid " + netid);
        }
        if (port < 1 || port > Rpcb.LAST_PORT) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** Returns whether peers over IPv4 depend on it. */
    public boolean overIpv4() {
        return !netid.endsWith("6");
    }

    /** Returns its universal address. */
    String address() {
        return (overIpv4() ? "0.0.0.0." : "::.") + (port >> 8) + '.' + (port & 0xff);
    }

    RpcbEntry entry(String owner) {
        return new RpcbEntry(program, version, netid, address(), owner);
    }

    /** Returns how version 2 has it, if it has. */
    Optional<Mapping> mapping() {
        if (!overIpv4()) {
            return Optional.empty();
        }
        int protocol = netid.equals("udp") ? Rpcb.IPPROTO_UDP : Rpcb.IPPROTO_TCP;
        return Optional.of(new Mapping(program, version, protocol, port));
    }

    /** Returns whether {@code entry} is of the same program, version and netid. */
    boolean hasPlaceOf(RpcbEntry entry) {
        return entry.program() == program
                && entry.version() == version
                && entry.netid().equals(netid);
    }

    /** Says which it is, for messages. */
    @Override
    public String toString() {
        return program + " version " + version + " " + netid + " port " + port;
    }

    // Written out, because what a record has by itself is made at run time, which costs a daemon's
    // start 10 ms for the first one.
    @Override
    public boolean equals(Object other) {
        return other instanceof RpcService that
                && program == that.program
                && version == that.version
                && netid.equals(that.netid)
                && port == that.port;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * program + version) + netid.hashCode()) + port;
    }
}
