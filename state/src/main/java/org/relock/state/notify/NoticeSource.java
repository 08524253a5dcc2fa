package org.relock.state.notify;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import org.relock.state.rpc.RpcCalls;

/**
 * One place that notices leave from. With several of them every peer is told from each.
 *
 * @param name the name that all peers are told; empty to tell each peer the name that its record
 *     gives us
 * @param ipv4 whether calls to IPv4 peers leave from here
 * @param ipv6 whether calls to IPv6 peers leave from here
 * @param udp calls over UDP from there
 * @param tcp calls over TCP from there
 */
public record NoticeSource(
        Optional<String> name, boolean ipv4, boolean ipv6, RpcCalls udp, RpcCalls tcp) {

    /** Checks that nothing is missing. */
    public NoticeSource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(udp, "udp");
        Objects.requireNonNull(tcp, "tcp");
    }

    /** Returns whether a packet to {@code peer} could leave from here at all. */
    boolean speaksTo(InetAddress peer) {
        return peer instanceof Inet4Address ? ipv4 : ipv6;
    }
}
