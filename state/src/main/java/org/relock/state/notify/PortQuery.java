package org.relock.state.notify;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.relock.state.nsm.Sm;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/**
 * The question for the port of a peer's statd, as nfs-utils puts it: PMAPPROC_GETPORT of version 2
 * to an IPv4 address, RPCBPROC_GETADDR of version 3 to an IPv6 address (RFC 1833).
 */
final class PortQuery {

    private static final int RPCBIND_PORT = 111;
    private static final int RPCBIND_PROGRAM = 100000;
    private static final int PORTMAP_VERSION = 2;
    private static final int RPCBIND_VERSION = 3;

    /** {@code PMAPPROC_GETPORT} and {@code RPCBPROC_GETADDR} are both 3. */
    private static final int GET = 3;

    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_UDP = 17;
    private static final int LAST_PORT = 65535;

    /** Bytes of the longest universal address; an IPv6 address with a scope and the port. */
    private static final int UADDR_LIMIT = 128;

    private PortQuery() {}

    /** Makes the call that asks the rpcbind at {@code address} for the port of {@code wanted}. */
    static RpcCall call(InetAddress address, Transport wanted) {
        boolean portmap = address instanceof Inet4Address;
        return new RpcCall(
                new InetSocketAddress(address, RPCBIND_PORT),
                RPCBIND_PROGRAM,
                portmap ? PORTMAP_VERSION : RPCBIND_VERSION,
                GET,
                portmap ? mapping(wanted) : binding(address, wanted));
    }

    /** Reads what came of it. */
    static PortAnswer answer(InetAddress address, RpcOutcome outcome) {
        if (!(outcome instanceof RpcOutcome.Success success)) {
            return PortAnswer.Nothing.INSTANCE;
        }
        try {
            XdrReader results = success.results();
            int port =
                    address instanceof Inet4Address
                            ? results.i32()
                            : portOf(results.string(UADDR_LIMIT));
            if (port < 0 || port > LAST_PORT) {
                return PortAnswer.Nothing.INSTANCE;
            }
            return port == 0 ? PortAnswer.NotRegistered.INSTANCE : new PortAnswer.At(port);
        } catch (MalformedXdrException e) {
            // As good as silence: whatever answers there is no rpcbind.
            return PortAnswer.Nothing.INSTANCE;
        }
    }

    /** {@code struct mapping} (RFC 1833, section 3.1); the port is not asked about. */
    private static XdrEncodable mapping(Transport wanted) {
        return xdr ->
                xdr.i32(Sm.PROGRAM)
                        .i32(Sm.VERSION)
                        .i32(wanted == Transport.UDP ? IPPROTO_UDP : IPPROTO_TCP)
                        .i32(0);
    }

    /** {@code struct rpcb} (RFC 1833, section 2.1); the address says which interface we came by. */
    private static XdrEncodable binding(InetAddress address, Transport wanted) {
        String host = address.getHostAddress();
        int scope = host.indexOf('%');
        String plain = scope < 0 ? host : host.substring(0, scope);
        return xdr ->
                xdr.i32(Sm.PROGRAM)
                        .i32(Sm.VERSION)
                        .string(wanted == Transport.UDP ? "udp6" : "tcp6")
                        .string(plain + "." + (RPCBIND_PORT >> 8) + "." + (RPCBIND_PORT & 0xff))
                        .string("");
    }

    /** Returns the port of a universal address, 0 for an empty one, -1 if it makes no sense. */
    private static int portOf(String uaddr) {
        if (uaddr.isEmpty()) {
            return 0;
        }
        int low = uaddr.lastIndexOf('.');
        int high = low < 0 ? -1 : uaddr.lastIndexOf('.', low - 1);
        if (high < 0) {
            return -1;
        }
        int first = octet(uaddr, high + 1, low);
        int second = octet(uaddr, low + 1, uaddr.length());
        return first < 0 || second < 0 ? -1 : first << 8 | second;
    }

    private static int octet(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
            if (value > 255) {
                return -1;
            }
        }
        return from < to ? value : -1;
    }
}
