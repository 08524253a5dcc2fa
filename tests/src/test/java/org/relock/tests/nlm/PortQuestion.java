package org.relock.tests.nlm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/** Asks or tells an rpcbind by the portmapper's procedures of version 2 (RFC 1833, section 3). */
final class PortQuestion {

    private static final int PORTMAPPER = 100000;
    private static final int RPCBIND = 111;
    private static final int SET = 1;
    private static final int UNSET = 2;
    private static final int GETPORT = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private PortQuestion() {}

    /** Returns the port of a program, or 0. */
    static int port(
            InetAddress from, InetAddress host, int program, int version, Transport transport) {
        InetSocketAddress to = new InetSocketAddress(host, RPCBIND);
        try (Link link = Link.open(Transport.UDP, from, to)) {
            return ask(link, GETPORT, program, version, transport.protocol, 0);
        }
    }

    /** Registers a program of this host, from a reserved port as rpcbind demands. */
    static void set(InetAddress loopback, int program, int version, Transport transport, int port) {
        InetSocketAddress to = new InetSocketAddress(loopback, RPCBIND);
        try (Link link = Link.openReserved(Transport.UDP, loopback, to)) {
            if (ask(link, SET, program, version, transport.protocol, port) != 1) {
                throw new IllegalStateException("rpcbind does not register program " + program);
            }
        }
    }

    /** Takes the registrations of both transports away: rpcbind knows no other way. */
    static void unset(InetAddress loopback, int program, int version) {
        InetSocketAddress to = new InetSocketAddress(loopback, RPCBIND);
        try (Link link = Link.openReserved(Transport.UDP, loopback, to)) {
            ask(link, UNSET, program, version, 0, 0);
        }
    }

    private static int ask(
            Link link, int procedure, int program, int version, int protocol, int port) {
        byte[] mapping =
                new XdrWriter(16).i32(program).i32(version).i32(protocol).i32(port).toBytes();
        Call call =
                new Call(
                        Xids.next(), PORTMAPPER, 2, procedure, Call.NOBODY, Opaque.copyOf(mapping));
        try {
            return link.ask(call, PATIENCE)
                    .orElseThrow(() -> new IllegalStateException("rpcbind does not answer"))
                    .reader()
                    .i32();
        } catch (MalformedXdrException e) {
            throw new IllegalStateException("rpcbind answers nonsense", e);
        }
    }
}
