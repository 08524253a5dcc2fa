package org.relock.state.rpcbind;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.XdrDecoder;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/**
 * A small rpcbind for hosts where none runs: versions 2, 3 and 4 of RFC 1833 over UDP and TCP. It
 * registers, unregisters, finds and lists.
 *
 * <p>Only callers on loopback may change the table. One on an unprivileged port may neither set a
 * privileged port nor remove what a privileged caller or this process has set. It calls nobody on
 * behalf of others: CALLIT, BCAST and INDIRECT are PROC_UNAVAIL. Its table goes over UDP to
 * loopback callers only, because a long reply to a short, perhaps forged, question would be a
 * weapon. There is no Unix socket, so local programs find it over loopback.
 */
public final class Portmapper implements AutoCloseable {

    private static final int GETTIME = 6;
    private static final int GETVERSADDR = 9;
    private static final long MILLIS_PER_SECOND = 1000;

    private final PortmapTable table = new PortmapTable();
    private final RpcServer server;

    private Portmapper(int port) throws IOException {
        ServerConfig config =
                ServerConfig.of("portmapper", versionTwo(), version(3), version(4))
                        .withPorts(OptionalInt.of(port), OptionalInt.of(port))
                        .withLoops(1);
        server = RpcServer.open(config);
        RpcServer.Ports ports = server.ports();
        for (int version = Rpcb.VERSION_4; version >= Rpcb.VERSION_2; version--) {
            setOwn(version, "tcp", ports.tcp().getAsInt());
            setOwn(version, "udp", ports.udp().getAsInt());
            if (ports.ipv6() && version > Rpcb.VERSION_2) {
                setOwn(version, "tcp6", ports.tcp().getAsInt());
                setOwn(version, "udp6", ports.udp().getAsInt());
            }
        }
    }

    /**
     * Binds port 111, UDP and TCP, and serves nothing yet.
     *
     * @throws java.net.BindException if the port is taken or not allowed
     */
    public static Portmapper open() throws IOException {
        return openAt(Rpcb.PORT);
    }

    /** Binds another port, UDP and TCP; for those who test what depends on one. */
    public static Portmapper openAt(int port) throws IOException {
        return new Portmapper(port);
    }

    /** Starts to serve. */
    public void start() {
        server.start();
    }

    /** Returns where it is bound. */
    public RpcServer.Ports ports() {
        return server.ports();
    }

    /**
     * Registers a service of this process, as its superuser.
     *
     * @return false if somebody else has its place
     */
    public boolean register(RpcService service) {
        return table.set(service.entry(PortmapTable.SUPERUSER));
    }

    /** Removes a service. */
    public void unregister(RpcService service) {
        table.unset(
                service.program(),
                service.version(),
                List.of(service.netid()),
                PortmapTable.SUPERUSER);
    }

    @Override
    public void close() {
        server.close();
    }

    static boolean isNetid(String netid) {
        return switch (netid) {
            case "udp", "tcp", "udp6", "tcp6" -> true;
            default -> false;
        };
    }

    private void setOwn(int version, String netid, int port) {
        if (!register(new RpcService(Rpcb.PROGRAM, version, netid, port))) {
            throw new IllegalStateException("the table was to be empty");
        }
    }

    // --- version 2 (RFC 1833, section 3) ---

    private Program versionTwo() {
        return new Program(Rpcb.PROGRAM, Rpcb.VERSION_2)
                .procedure(Rpcb.SET, "SET", Mapping::decode, this::setMapping)
                .procedure(Rpcb.UNSET, "UNSET", Mapping::decode, this::unsetMapping)
                .procedure(Rpcb.GETPORT, "GETPORT", Mapping::decode, this::port)
                .procedure(Rpcb.DUMP, "DUMP", nothing(), (who, none) -> dump(who, this::mappings));
    }

    private Answer setMapping(Caller caller, Mapping mapping) {
        RpcbEntry entry = mapping.entry();
        boolean inRange = mapping.port() >= 0 && mapping.port() <= Rpcb.LAST_PORT;
        return truth(isLocal(caller) && inRange && table.set(ownedBy(caller, entry)));
    }

    private Answer unsetMapping(Caller caller, Mapping mapping) {
        List<String> both = List.of("udp", "tcp"); // protocol and port count for nothing
        return truth(
                isLocal(caller)
                        && table.unset(mapping.program(), mapping.version(), both, owner(caller)));
    }

    private Answer port(Caller caller, Mapping wanted) {
        int port =
                table.find(wanted.program(), wanted.version(), wanted.entry().netid(), true)
                        .flatMap(found -> UniversalAddress.parse(found.address()))
                        .map(InetSocketAddress::getPort)
                        .orElse(0);
        return Answer.now(xdr -> xdr.i32(port));
    }

    private void mappings(XdrWriter xdr) {
        for (RpcbEntry entry : table.all()) {
            Optional<InetSocketAddress> address = UniversalAddress.parse(entry.address());
            if (address.isPresent() && !entry.netid().endsWith("6")) {
                int protocol = entry.netid().equals("udp") ? Rpcb.IPPROTO_UDP : Rpcb.IPPROTO_TCP;
                int port = address.get().getPort();
                xdr.bool(true).value(new Mapping(entry.program(), entry.version(), protocol, port));
            }
        }
        xdr.bool(false);
    }

    // --- versions 3 and 4 (RFC 1833, section 2) ---

    private Program version(int version) {
        Program program =
                new Program(Rpcb.PROGRAM, version)
                        .procedure(Rpcb.SET, "SET", RpcbEntry::decode, this::set)
                        .procedure(Rpcb.UNSET, "UNSET", RpcbEntry::decode, this::unset)
                        .procedure(Rpcb.GETPORT, "GETADDR", RpcbEntry::decode, this::anyVersion)
                        .procedure(
                                Rpcb.DUMP, "DUMP", nothing(), (who, none) -> dump(who, this::list))
                        .procedure(GETTIME, "GETTIME", nothing(), (who, none) -> time());
        return version < Rpcb.VERSION_4
                ? program
                : program.procedure(
                        GETVERSADDR, "GETVERSADDR", RpcbEntry::decode, this::thatVersion);
    }

    private Answer set(Caller caller, RpcbEntry entry) {
        return truth(isLocal(caller) && table.set(ownedBy(caller, entry)));
    }

    private Answer unset(Caller caller, RpcbEntry entry) {
        List<String> netids = entry.netid().isEmpty() ? List.of() : List.of(entry.netid());
        return truth(
                isLocal(caller)
                        && table.unset(entry.program(), entry.version(), netids, owner(caller)));
    }

    private Answer anyVersion(Caller caller, RpcbEntry wanted) {
        return address(caller, wanted, true);
    }

    private Answer thatVersion(Caller caller, RpcbEntry wanted) {
        return address(caller, wanted, false);
    }

    /** The netid is that of the transport the question came on; the one in it is ignored. */
    private Answer address(Caller caller, RpcbEntry wanted, boolean anyVersion) {
        String netid =
                (caller.transport() == Transport.UDP ? "udp" : "tcp")
                        + (caller.remote().getAddress() instanceof Inet4Address ? "" : "6");
        String address =
                table.find(wanted.program(), wanted.version(), netid, anyVersion)
                        .map(found -> asSeenFrom(caller, found.address()))
                        .orElse("");
        return Answer.now(xdr -> xdr.string(address));
    }

    /** A service on every address is, for this caller, on the one that it called. */
    private static String asSeenFrom(Caller caller, String address) {
        InetSocketAddress parsed = UniversalAddress.parse(address).orElseThrow();
        InetAddress host = parsed.getAddress();
        return host.isAnyLocalAddress()
                ? UniversalAddress.format(new InetSocketAddress(caller.local(), parsed.getPort()))
                : address;
    }

    private void list(XdrWriter xdr) {
        for (RpcbEntry entry : table.all()) {
            xdr.bool(true).value(entry);
        }
        xdr.bool(false);
    }

    private static Answer time() {
        int seconds = (int) (System.currentTimeMillis() / MILLIS_PER_SECOND); // unsigned until 2106
        return Answer.now(xdr -> xdr.i32(seconds));
    }

    // --- of all versions ---

    private static Answer dump(Caller caller, XdrEncodable list) {
        return caller.transport() == Transport.TCP || isLocal(caller)
                ? Answer.now(list)
                : Answer.none();
    }

    private static XdrDecoder<XdrEncodable> nothing() {
        return xdr -> XdrEncodable.VOID;
    }

    private static Answer truth(boolean value) {
        return Answer.now(xdr -> xdr.bool(value));
    }

    private static boolean isLocal(Caller caller) {
        return caller.remote().getAddress().isLoopbackAddress();
    }

    private static String owner(Caller caller) {
        return caller.fromPrivilegedPort() ? PortmapTable.SUPERUSER : PortmapTable.UNKNOWN;
    }

    private static RpcbEntry ownedBy(Caller caller, RpcbEntry entry) {
        return new RpcbEntry(
                entry.program(), entry.version(), entry.netid(), entry.address(), owner(caller));
    }
}
