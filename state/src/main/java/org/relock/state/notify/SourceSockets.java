package org.relock.state.notify;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.rpc.CallSource;
import org.relock.state.rpc.ReservedPorts;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.SourcePort;
import org.relock.state.rpc.UdpCalls;

/** Binds the sockets that notices leave from. */
public final class SourceSockets {

    private final RpcCallLoop loop;
    private final SourcePort port;
    private final List<String> notices = new ArrayList<>();

    /**
     * Makes one that binds with {@code loop}.
     *
     * @param port 1 to 65535, or 0 for a reserved port that no known service wants
     */
    public SourceSockets(RpcCallLoop loop, int port) {
        this.loop = loop;
        this.port =
                port == 0
                        ? new SourcePort.Reserved(ReservedPorts.ofThisHost())
                        : new SourcePort.Fixed(port);
    }

    /**
     * Binds a source.
     *
     * @throws IOException if one of its addresses cannot be bound
     */
    public NoticeSource bind(SourceSpec spec) throws IOException {
        Optional<String> name = spec.name();
        List<InetAddress> addresses = spec.addresses();
        CallSource any = CallSource.ANY.at(port);
        if (addresses.isEmpty()) {
            return new NoticeSource(name, true, true, udp(any), loop.tcp(any));
        }
        if (addresses.size() == 1) {
            CallSource source = any.from(addresses.get(0));
            boolean ipv4 = addresses.get(0) instanceof Inet4Address;
            return new NoticeSource(name, ipv4, !ipv4, udp(source), loop.tcp(source));
        }
        CallSource ipv4 = any.from(addresses.get(addresses.get(0) instanceof Inet4Address ? 0 : 1));
        CallSource ipv6 = any.from(addresses.get(addresses.get(0) instanceof Inet4Address ? 1 : 0));
        RpcCalls udp = new FamilyCalls(udp(ipv4), udp(ipv6));
        RpcCalls tcp = new FamilyCalls(loop.tcp(ipv4), loop.tcp(ipv6));
        return new NoticeSource(name, true, true, udp, tcp);
    }

    /** Returns what an administrator should know of the ports that were bound. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    private RpcCalls udp(CallSource source) throws IOException {
        UdpCalls calls = loop.udp(source);
        calls.notice().ifPresent(notices::add);
        return calls;
    }
}
