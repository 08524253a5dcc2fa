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
    private static final int SET = 1;
    private static final int UNSET = 2;
    private static final int GETPORT = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private PortQuestion() {}

    /** Returns the port of a program, or 0. */
    static int port(
            InetAddress from, InetAddress host, int program, int version, Transport transport) {
        InetSocketAddress any = new InetSocketAddress(from, 0);
        return ask(any, host, GETPORT, program, version, transport.protocol, 0);
    }

    /**
     * Registers a program of this host.
     *
     * @param from loopback and a reserved port, as rpcbind demands
     */
    static void set(
            InetSocketAddress from, int program, int version, Transport transport, int port) {
        InetAddress host = from.getAddress();
        ask(from, host, UNSET, program, version, transport.protocol, port);
        if (ask(from, host, SET, program, version, transport.protocol, port) != 1) {
            throw new IllegalStateException("rpcbind does not register program " + program);
        }
    }

    static void unset(InetSocketAddress from, int program, int version) {
        ask(from, from.getAddress(), UNSET, program, version, 0, 0);
    }

    private static int ask(
            InetSocketAddress from,
            InetAddress host,
            int procedure,
            int program,
            int version,
            int protocol,
            int port) {
        byte[] mapping =
                new XdrWriter(16).i32(program).i32(version).i32(protocol).i32(port).toBytes();
        Call call =
                new Call(
                        Xids.next(), PORTMAPPER, 2, procedure, Call.NOBODY, Opaque.copyOf(mapping));
        try (Link link = Link.open(Transport.UDP, from, new InetSocketAddress(host, 111))) {
            return link.ask(call, PATIENCE)
                    .orElseThrow(() -> new IllegalStateException("rpcbind does not answer"))
                    .reader()
                    .i32();
        } catch (MalformedXdrException e) {
            throw new IllegalStateException("rpcbind answers nonsense", e);
        }
    }
}
