package org.relock.tests.nlm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/**
 * The rpc.statd of the server's host, played by us: it does as it is told and remembers what it was
 * asked.
 */
final class ScriptedStatd implements AutoCloseable {

    /** How it takes a call. */
    enum Mood {
        WELL,
        REFUSING,
        DEAF
    }

    private static final int PROGRAM = 100024;
    private static final int VERSION = 1;
    private static final int OWN_STATE = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServerSide side;
    private final InetAddress loopback;
    private final Inbox<Monitored> asked = new Inbox<>();
    private volatile Mood mood = Mood.WELL;
    private Service service;

    ScriptedStatd(ServerSide side) {
        this.side = side;
        this.loopback = InetAddress.getLoopbackAddress();
        this.service = start();
    }

    Inbox<Monitored> asked() {
        return asked;
    }

    void mood(Mood other) {
        mood = other;
    }

    /** Ends it as a crash would: nobody listens, rpcbind still names its port. */
    void kill() {
        service.close(Service.End.RST);
    }

    void restart() {
        service = start();
    }

    private Service start() {
        return side.call(
                () -> {
                    Service started = new Service(loopback, 0, this::answer);
                    PortQuestion.unset(loopback, PROGRAM, VERSION);
                    for (Transport transport : Transport.values()) {
                        PortQuestion.set(
                                loopback, PROGRAM, VERSION, transport, started.port(transport));
                    }
                    return started;
                });
    }

    private Optional<byte[]> answer(Incoming call) {
        if (mood == Mood.DEAF) {
            return Optional.empty();
        }
        int refused = mood == Mood.REFUSING ? 1 : 0;
        switch (call.procedure()) {
            case Monitored.MON -> {
                asked.put(Monitored.of(call));
                return Optional.of(new XdrWriter(8).i32(refused).i32(OWN_STATE).toBytes());
            }
            case Monitored.UNMON, Monitored.UNMON_ALL -> {
                asked.put(Monitored.of(call));
                return Optional.of(new XdrWriter(4).i32(OWN_STATE).toBytes());
            }
            case 1 -> {
                return Optional.of(new XdrWriter(8).i32(refused).i32(OWN_STATE).toBytes());
            }
            default -> {
                return Optional.of(new byte[0]);
            }
        }
    }

    /** Returns the SM_MON for a client, which must have come. */
    Monitored monitored(Client client, Duration patience) {
        return asked.take(m -> m.procedure() == Monitored.MON && m.isAbout(client), patience)
                .orElseThrow(() -> new CheckFailed("no SM_MON for " + client.name()));
    }

    /** Tells the server's lockd that a client rebooted: NLM's private procedure 16. */
    void rebooted(Monitored client, int state) {
        notify(client, state, client.priv().toBytes());
    }

    /** The same with private bytes of the caller's choice. */
    void notify(Monitored client, int state, byte[] priv) {
        byte[] arguments =
                new XdrWriter(64)
                        .string(client.name())
                        .i32(state)
                        .fixedOpaque(Opaque.copyOf(priv))
                        .toBytes();
        Call call =
                new Call(
                        Xids.next(),
                        client.program(),
                        client.version(),
                        client.callback(),
                        Call.NOBODY,
                        Opaque.copyOf(arguments));
        boolean answered =
                side.call(
                        () -> {
                            int port =
                                    PortQuestion.port(
                                            loopback,
                                            loopback,
                                            client.program(),
                                            client.version(),
                                            Transport.UDP);
                            InetSocketAddress to = new InetSocketAddress(loopback, port);
                            try (Link link = Link.openReserved(Transport.UDP, loopback, to)) {
                                return link.ask(call, PATIENCE).isPresent();
                            }
                        });
        Expect.that(answered, "the server's lockd does not answer its statd");
    }

    @Override
    public void close() {
        service.close();
    }
}
