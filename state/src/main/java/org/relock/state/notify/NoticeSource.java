package org.relock.state.notify;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import org.relock.state.rpc.RpcCalls;

/**
 * One place that notices leave from. With several of them every peer is told from each.
 *
 * @param address the address that the calls are bound to; empty if the route decides
 * @param name the name that all peers are told; empty to tell each peer the name that its record
 *     gives us
 * @param udp calls over UDP from there
 * @param tcp calls over TCP from there
 */
public record NoticeSource(
        Optional<InetAddress> address, Optional<String> name, RpcCalls udp, RpcCalls tcp) {

    /** Checks that nothing is missing. */
    public NoticeSource {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(udp, "udp");
        Objects.requireNonNull(tcp, "tcp");
    }

    /** Returns whether a packet to {@code peer} could leave from here at all. */
    boolean speaksTo(InetAddress peer) {
        return address.isEmpty() || address.get().getClass() == peer.getClass();
    }
}
