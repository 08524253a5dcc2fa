package org.relock.tests.sim;

import java.net.InetSocketAddress;
import java.util.List;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Gate;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.Rpcb;
import org.relock.state.rpcbind.UniversalAddress;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** A machine's rpcbind: it only says where services are (RFC 1833). */
final class SimRpcbind {

    /** What is looked for; the transport by its number in IP. */
    record Service(int program, int version, int protocol) {}

    private record Entry(int program, int version, String netid) {
        static Entry decode(XdrReader xdr) throws MalformedXdrException {
            Entry entry = new Entry(xdr.i32(), xdr.i32(), xdr.string(128));
            xdr.string(128);
            xdr.string(128);
            return entry;
        }
    }

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int GETPORT = 3;

    private SimRpcbind() {}

    static void start(SimNode node) {
        SimProcess process = node.start("rpcbind");
        Program two =
                new Program(Rpcb.PROGRAM, 2)
                        .procedure(
                                GETPORT, "GETPORT", SimRpcbind::service, (c, s) -> port(node, s));
        Program three =
                new Program(Rpcb.PROGRAM, 3)
                        .procedure(
                                GETPORT,
                                "GETADDR",
                                Entry::decode,
                                (caller, entry) -> address(node, caller, entry));
        SimServer.start(process, new Dispatcher(List.of(two, three), Gate.OPEN), Rpcb.PORT);
    }

    private static Service service(XdrReader xdr) throws MalformedXdrException {
        Service service = new Service(xdr.i32(), xdr.i32(), xdr.i32());
        xdr.i32();
        return service;
    }

    private static Answer port(SimNode node, Service service) {
        int port = node.registered().getOrDefault(service, 0);
        return Answer.now(xdr -> xdr.i32(port));
    }

    private static Answer address(SimNode node, Caller caller, Entry entry) {
        int protocol = entry.netid().startsWith("udp") ? UDP : TCP;
        Service service = new Service(entry.program(), entry.version(), protocol);
        int port = node.registered().getOrDefault(service, 0);
        String address =
                port == 0
                        ? ""
                        : UniversalAddress.format(new InetSocketAddress(caller.local(), port));
        return Answer.now(xdr -> xdr.string(address));
    }

    /** Returns the port that a service has registered; 0 if none. */
    static int port(SimNode node, int program, int version, Transport transport) {
        int protocol = transport == Transport.UDP ? UDP : TCP;
        return node.registered().getOrDefault(new Service(program, version, protocol), 0);
    }

    /** As a service does when it starts; a later one takes the place of an earlier one. */
    static void register(SimNode node, int program, int version, Transport transport, int port) {
        int protocol = transport == Transport.UDP ? UDP : TCP;
        node.registered().put(new Service(program, version, protocol), port);
    }
}
