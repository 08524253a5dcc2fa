package org.relock.tests.nlm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/**
 * One NLM client: an address and a name of its own, its lock service for the server's calls, and
 * its rpcbind. It speaks through an {@link Asker}.
 */
final class Client implements AutoCloseable {

    private static final AtomicInteger SVIDS = new AtomicInteger(1_000);

    private record Line(Transport transport, InetAddress server) {}

    private final Stage stage;
    private final InetAddress address;
    private final String name;
    private final Map<Line, Link> lines = new ConcurrentHashMap<>();
    private final Inbox<Granted> grants = new Inbox<>();
    private final Inbox<Answer> answers = new Inbox<>();
    private final Portmapper portmapper;
    private final List<Service> former = new ArrayList<>();
    private Service service;
    private volatile OnGranted onGranted = OnGranted.ACCEPT;

    Client(Stage stage, InetAddress address, String name) {
        this.stage = stage;
        this.address = address;
        this.name = name;
        this.portmapper = new Portmapper(address);
        this.service = serve();
    }

    private Service serve() {
        Service started = new Service(address, 0, this::called);
        for (Transport transport : Transport.values()) {
            portmapper.register(Nlm.PROGRAM, transport, started.port(transport));
        }
        return started;
    }

    InetAddress address() {
        return address;
    }

    String name() {
        return name;
    }

    Inbox<Granted> grants() {
        return grants;
    }

    Inbox<Answer> answers() {
        return answers;
    }

    Portmapper portmapper() {
        return portmapper;
    }

    Client on(OnGranted policy) {
        onGranted = policy;
        return this;
    }

    /** Ends its lock service; its rpcbind still tells of it. */
    void end(Service.End end) {
        service.close(end);
    }

    /** Ends its lock service and starts another one on another port. */
    void restart(Service.End end) {
        service.close(end);
        former.add(service);
        service = serve();
    }

    /** Returns an exclusive non-blocking wish of a new owner for the whole of {@code file}. */
    Want want(Opaque file) {
        int svid = SVIDS.incrementAndGet();
        Opaque oh =
                Opaque.copyOf(
                        (svid + "@" + name).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        Opaque cookie = Opaque.copyOf(new XdrWriter(8).i32(svid).i32(Xids.next()).toBytes());
        return new Want(cookie, name, file, oh, svid, 0, 0, true, false, false, 1);
    }

    /** Version 4 over TCP to the server's first address. */
    Asker v4() {
        return speak(4, Transport.TCP);
    }

    Asker speak(int version, Transport transport) {
        return speak(version, transport, stage.serverFor(address));
    }

    Asker speak(int version, Transport transport, InetAddress server) {
        return new Asker(this, version, transport, server);
    }

    /** Returns its socket for a server's address, opened when first used. */
    Link line(Transport transport, InetAddress server) {
        return lines.compute(
                new Line(transport, server),
                (line, link) ->
                        link != null && !link.over()
                                ? link
                                : Link.open(
                                        transport,
                                        address,
                                        new InetSocketAddress(server, stage.port(transport))));
    }

    private Optional<byte[]> called(Incoming call) {
        switch (call.procedure()) {
            case Nlm.NULL -> {
                return Optional.of(new byte[0]);
            }
            case Nlm.GRANTED, Nlm.GRANTED_MSG -> {
                return granted(Granted.of(call));
            }
            default -> {
                answers.put(Answer.of(call));
                return Optional.empty();
            }
        }
    }

    private Optional<byte[]> granted(Granted granted) {
        Optional<byte[]> answer =
                onGranted
                        .answer(granted)
                        .map(
                                stat ->
                                        new XdrWriter(64)
                                                .opaque(granted.cookie())
                                                .i32(stat.number())
                                                .toBytes());
        if (granted.procedure() == Nlm.GRANTED) {
            grants.put(granted);
            return answer;
        }
        answer.ifPresent(
                bytes ->
                        speak(granted.version(), granted.transport(), granted.from().getAddress())
                                .tell(Nlm.GRANTED_RES, bytes));
        grants.put(granted);
        return Optional.empty();
    }

    @Override
    public void close() {
        former.add(service);
        former.forEach(each -> each.close(Service.End.RST));
        portmapper.close();
        lines.values().forEach(Link::close);
    }
}
