package org.relock.state.rpcbind;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * Asks the rpcbind of another host, or of this one, for a port: {@code PMAPPROC_GETPORT} of version
 * 2 over IPv4, {@code RPCBPROC_GETADDR} of version 3 over IPv6 (RFC 1833), as nfs-utils does. Of an
 * address in the answer only the port counts: where to call is not for the one called to say.
 */
public final class PortLookup {

    private PortLookup() {}

    /**
     * Asks the rpcbind at port 111 of {@code host}; see {@link #ask(RpcCalls, InetSocketAddress,
     * int, int, Transport, List, Duration)}.
     */
    public static CompletableFuture<RemotePort> ask(
            RpcCalls calls,
            InetAddress host,
            int program,
            int version,
            Transport transport,
            List<Duration> again,
            Duration patience) {
        InetSocketAddress rpcbind = new InetSocketAddress(host, Rpcb.PORT);
        return ask(calls, rpcbind, program, version, transport, again, patience);
    }

    /**
     * Asks {@code rpcbind} where {@code program} is served over {@code transport}. The call is sent
     * as {@link RpcCalls#call} says; the future always completes, never exceptionally, on the I/O
     * thread; cancelling it ends the call.
     */
    public static CompletableFuture<RemotePort> ask(
            RpcCalls calls,
            InetSocketAddress rpcbind,
            int program,
            int version,
            Transport transport,
            List<Duration> again,
            Duration patience) {
        boolean ipv4 = rpcbind.getAddress() instanceof Inet4Address;
        RpcCall call =
                ipv4
                        ? getPort(rpcbind, program, version, transport)
                        : getAddress(rpcbind, program, version, transport);
        CompletableFuture<RpcOutcome> asked = calls.call(call, again, patience);
        CompletableFuture<RemotePort> answer = asked.thenApply(outcome -> answer(outcome, ipv4));
        CompletableFuture<RemotePort> unused =
                answer.whenComplete((port, failure) -> asked.cancel(false));
        return answer;
    }

    private static RpcCall getPort(
            InetSocketAddress rpcbind, int program, int version, Transport transport) {
        int protocol = transport == Transport.UDP ? Rpcb.IPPROTO_UDP : Rpcb.IPPROTO_TCP;
        Mapping wanted = new Mapping(program, version, protocol, 0);
        return new RpcCall(rpcbind, Rpcb.PROGRAM, Rpcb.VERSION_2, Rpcb.GETPORT, wanted);
    }

    private static RpcCall getAddress(
            InetSocketAddress rpcbind, int program, int version, Transport transport) {
        String netid = transport == Transport.UDP ? "udp6" : "tcp6";
        String hint =
                UniversalAddress.format(new InetSocketAddress(rpcbind.getAddress(), Rpcb.PORT));
        RpcbEntry wanted = new RpcbEntry(program, version, netid, hint, "");
        return new RpcCall(rpcbind, Rpcb.PROGRAM, Rpcb.VERSION_3, Rpcb.GETPORT, wanted);
    }

    private static RemotePort answer(RpcOutcome outcome, boolean ipv4) {
        if (outcome instanceof RpcOutcome.Success success) {
            try {
                return ipv4 ? port(success.results()) : address(success.results());
            } catch (MalformedXdrException e) {
                return new RemotePort.Unreachable("rpcbind's answer: " + e.getMessage());
            }
        }
        if (outcome instanceof RpcOutcome.Refused refused) {
            return new RemotePort.Unreachable("rpcbind: " + refused.status());
        }
        if (outcome instanceof RpcOutcome.Unreachable unreachable) {
            return new RemotePort.Unreachable(unreachable.why());
        }
        return RemotePort.Silence.INSTANCE;
    }

    private static RemotePort port(XdrReader results) throws MalformedXdrException {
        int port = results.i32();
        if (port < 0 || port > Rpcb.LAST_PORT) {
            throw new MalformedXdrException("port " + Integer.toUnsignedString(port));
        }
        return of(port);
    }

    private static RemotePort address(XdrReader results) throws MalformedXdrException {
        String address = results.string(UniversalAddress.LIMIT);
        if (address.isEmpty()) {
            return RemotePort.NotRegistered.INSTANCE;
        }
        InetSocketAddress parsed =
                UniversalAddress.parse(address)
                        .orElseThrow(() -> new MalformedXdrException("not a universal address"));
        return of(parsed.getPort());
    }

    private static RemotePort of(int port) {
        return port == 0 ? RemotePort.NotRegistered.INSTANCE : new RemotePort.Port(port);
    }
}
