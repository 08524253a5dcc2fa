package org.relock.state.rpc;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

/**
 * The datagram sockets of one port: one for each local address, so that a reply leaves from the
 * address that was called, and one for the wildcard. The JDK cannot ask which address a datagram
 * came to (IP_PKTINFO), but Linux delivers to the socket whose address fits best.
 *
 * <p>The wildcard socket is bound first and alone, which fails if anybody else has the port. Only
 * while sockets for addresses are added is SO_REUSEADDR set on it; at any other time nobody can
 * join the port. A datagram that still reaches the wildcard was sent to an address that is new (or
 * to a broadcast, or to an address within 127/8 that no interface lists), so the interfaces are
 * read again at once.
 */
final class UdpSockets implements ServerLoop.Timed, UdpSocket.Chooser {

    /** Asked for; room for a burst from many peers, in bytes. */
    private static final int RECEIVE_BUFFER_BYTES = 1_048_576;

    private final ServerLoop loop;
    private final UdpSocket wildcard;
    private final int port;
    private final boolean ipv6;
    private final List<UdpSocket> ofAddresses = new ArrayList<>();
    private long scanned;

    private UdpSockets(ServerLoop loop, DatagramChannel channel) throws IOException {
        this.loop = loop;
        InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
        this.port = bound.getPort();
        this.ipv6 = !(bound.getAddress() instanceof Inet4Address);
        this.wildcard = new UdpSocket(loop, channel, bound.getAddress(), this);
    }

    /** Opens {@code port} on every address this host has and will have. */
    static UdpSockets open(ServerLoop loop, int port) throws IOException {
        // Where there is IPv6, this socket is for both.
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(port));
            UdpSockets sockets = new UdpSockets(loop, channel);
            sockets.scan(loop.now());
            loop.look(sockets, sockets.scanned + loop.limits().rescan().toNanos());
            return sockets;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens {@code port} on one address only. */
    static UdpSocket open(ServerLoop loop, InetAddress address, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(familyOf(address));
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(address, port));
            return new UdpSocket(loop, channel, address, (own, remote) -> own);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    boolean ipv6() {
        return ipv6;
    }

    @Override
    public UdpSocket choose(UdpSocket own, InetSocketAddress remote) {
        if (own != wildcard || loop.now() - scanned < loop.limits().rescanPause().toNanos()) {
            return own;
        }
        int known = ofAddresses.size();
        scan(loop.now());
        UdpSocket only = null;
        for (int i = known; i < ofAddresses.size(); i++) {
            UdpSocket added = ofAddresses.get(i);
            if (familyOf(added.local()) == familyOf(remote.getAddress())) {
                if (only != null) {
                    return own;
                }
                only = added;
            }
        }
        // Just one address is new, so that is the one which was called.
        return only == null ? own : only;
    }

    @Override
    public long tick(long now) {
        if (wildcard.channel().isOpen()) {
            scan(now);
        }
        return now + loop.limits().rescan().toNanos();
    }

    /** Opens sockets for addresses that came, behind the others, and closes those that went. */
    private void scan(long now) {
        scanned = now;
        List<InetAddress> present;
        try {
            present = localAddresses();
        } catch (SocketException e) {
            RpcLog.cannotBind("any interface", e);
            return;
        }
        Iterator<UdpSocket> known = ofAddresses.iterator();
        while (known.hasNext()) {
            UdpSocket socket = known.next();
            if (!present.remove(socket.local())) {
                socket.close();
                known.remove();
            }
        }
        if (present.isEmpty()) {
            return;
        }
        try {
            reuse(wildcard.channel(), true);
            try {
                for (InetAddress address : present) {
                    add(address);
                }
            } finally {
                reuse(wildcard.channel(), false);
            }
        } catch (IOException e) {
            RpcLog.cannotBind("any new address", e);
        }
    }

    private void add(InetAddress address) {
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(familyOf(address));
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            reuse(channel, true);
            channel.bind(new InetSocketAddress(address, port));
            reuse(channel, false);
            ofAddresses.add(new UdpSocket(loop, channel, address, this));
        } catch (IOException | RuntimeException e) {
            // An IPv6 address may not be usable yet; the next scan tries it again.
            RpcLog.cannotBind(address, e);
            if (channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private List<InetAddress> localAddresses() throws SocketException {
        List<InetAddress> addresses = new ArrayList<>();
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces != null && interfaces.hasMoreElements()) {
            Enumeration<InetAddress> ofOne = interfaces.nextElement().getInetAddresses();
            while (ofOne.hasMoreElements()) {
                InetAddress address = ofOne.nextElement();
                if (ipv6 || address instanceof Inet4Address) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    private static ProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    private static void reuse(DatagramChannel channel, boolean reuse) throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It was not in use yet.
        }
    }
}
