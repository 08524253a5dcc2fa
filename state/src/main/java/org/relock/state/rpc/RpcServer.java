package org.relock.state.rpc;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.relock.state.time.Ticker;

/**
 * Serves programs over UDP and TCP, IPv4 and IPv6.
 *
 * <p>{@link #open} binds every port, so that what cannot work fails there; {@link #start} begins to
 * read from the network. Between the two a daemon can tell rpcbind and give up its privileges. The
 * threads are daemon threads, started by the thread that calls {@link #start}, whose capabilities
 * they inherit: sockets for addresses that appear later are bound to the same port, and a port
 * below 1024 needs CAP_NET_BIND_SERVICE for that.
 */
public final class RpcServer implements AutoCloseable {

    /** The most connections that may wait to be accepted. */
    private static final int BACKLOG = 1024;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** What {@link #close} grants threads beyond what the limits do, in milliseconds. */
    private static final long THREAD_END_MILLIS = 1_000;

    private final ServerConfig config;
    private final ServerLoop[] loops;
    private final List<LoopCrew> crews = new ArrayList<>();
    private OptionalInt udpPort = OptionalInt.empty();
    private OptionalInt tcpPort = OptionalInt.empty();
    private boolean ipv6;

    /**
     * Where a server listens.
     *
     * @param udp the UDP port, if it serves UDP
     * @param tcp the TCP port, if it serves TCP
     * @param ipv6 whether the same ports serve IPv6, too
     */
    public record Ports(OptionalInt udp, OptionalInt tcp, boolean ipv6) {}

    private RpcServer(ServerConfig config) throws IOException {
        this.config = config;
        Dispatcher dispatcher = new Dispatcher(config.programs(), config.gate(), config.replies());
        this.loops = new ServerLoop[config.loops()];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new ServerLoop(dispatcher, config.limits(), loops.length, Ticker.SYSTEM);
        }
    }

    /**
     * Binds the ports and reads nothing yet.
     *
     * @throws BindException if a port is taken or not allowed; the message says which
     * @throws IOException if the system has no sockets to give
     */
    public static RpcServer open(ServerConfig config) throws IOException {
        RpcServer server = new RpcServer(config);
        try {
            server.openUdp();
            server.openTcp();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void openUdp() throws IOException {
        if (config.udpPort().isEmpty()) {
            return;
        }
        int port = config.udpPort().getAsInt();
        try {
            if (config.addresses().isEmpty()) {
                UdpSockets sockets = UdpSockets.open(loops[0], port);
                port = sockets.port();
                ipv6 |= sockets.ipv6();
            }
            for (InetAddress address : config.addresses()) {
                UdpSocket socket = UdpSockets.open(loops[0], address, port);
                port = ((InetSocketAddress) socket.channel().getLocalAddress()).getPort();
                ipv6 |= !(address instanceof Inet4Address);
            }
        } catch (BindException e) {
            throw explained("UDP", port, e);
        }
        udpPort = OptionalInt.of(port);
    }

    private void openTcp() throws IOException {
        if (config.tcpPort().isEmpty()) {
            return;
        }
        int port = config.tcpPort().getAsInt();
        try {
            if (config.addresses().isEmpty()) {
                port = listen(new InetSocketAddress(port));
            }
            for (InetAddress address : config.addresses()) {
                port = listen(new InetSocketAddress(address, port));
            }
        } catch (BindException e) {
            throw explained("TCP", port, e);
        }
        tcpPort = OptionalInt.of(port);
    }

    private int listen(InetSocketAddress address) throws IOException {
        // Where there is IPv6, a socket of the wildcard is for both.
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address, BACKLOG);
            new TcpListener(channel, loops[0], loops);
            InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
            ipv6 |= !(bound.getAddress() instanceof Inet4Address);
            return bound.getPort();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static BindException explained(String transport, int port, BindException why) {
        BindException better =
                new BindException(transport + " port " + port + ": " + why.getMessage());
        better.initCause(why);
        return better;
    }

    /** Starts the threads that serve. */
    public void start() {
        for (int i = 0; i < loops.length; i++) {
            // Not +, whose first use in a process costs as much as the rest of the start.
            String name = config.name().concat("-selector-").concat(Integer.toString(i));
            LoopCrew crew = new LoopCrew(loops[i], name);
            crews.add(crew);
            crew.start();
        }
    }

    /** Returns the ports that are bound. */
    public Ports ports() {
        return new Ports(udpPort, tcpPort, ipv6);
    }

    /**
     * Takes no more calls, answers those in flight and sends what is unsent for as long as the
     * limits allow, and frees the ports. Returns within that time and a second; a procedure that
     * still holds up its thread then keeps what that thread serves until it returns.
     */
    @Override
    public void close() {
        for (ServerLoop loop : loops) {
            loop.close();
        }
        long patience = config.limits().closing().toMillis() + THREAD_END_MILLIS;
        long until = System.nanoTime() + patience * NANOS_PER_MILLI;
        boolean interrupted = false;
        boolean[] over = new boolean[loops.length];
        for (int i = 0; i < crews.size(); i++) {
            try {
                long left = (until - System.nanoTime()) / NANOS_PER_MILLI;
                over[i] = crews.get(i).join(Math.max(1, left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (int i = 0; i < loops.length; i++) {
            // A thread that a procedure holds up closes its own as soon as it is let go.
            if (i >= crews.size() || over[i]) {
                try {
                    loops[i].shut();
                } catch (IOException e) {
                    RpcLog.loopFailed(e);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
