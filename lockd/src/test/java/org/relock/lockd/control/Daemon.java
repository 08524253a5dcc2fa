package org.relock.lockd.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.relock.lockd.hosts.HostView;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.names.NumericAddress;
import org.relock.state.os.FileOwner;
import org.relock.state.time.SystemTimer;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.Opaque;

/** A lock table with an administrator's socket, and clients 1, 2 and 3 of it. */
final class Daemon implements AutoCloseable {

    static final FileKey FILE = new FileKey(0, Opaque.ofHex("0102"));
    static final InetAddress ONE = address("10.0.0.1");
    static final InetAddress TWO = address("10.0.0.2");

    private static final long NOW = 1_700_000_000_000L;
    private static final int AN_HOUR_MILLIS = 3_600_000;

    final List<HostView> clients = new ArrayList<>();
    final LockService locks;
    volatile boolean clientsAnswer;
    final AtomicInteger delivered = new AtomicInteger();
    private final Path path;
    private final SystemTimer timer = new SystemTimer();
    private final ControlSocket socket;

    Daemon(Path directory) throws IOException {
        path = directory.resolve("run/lockd.sock");
        LockLimits limits = LockLimits.STANDARD;
        locks =
                new LockService(
                        Ticker.SYSTEM, limits, LockJournal.NONE, new Deaf(), RecordedState.EMPTY);
        client(1, "alice");
        client(2, "bob");
        client(3, "carol");
        socket = ControlSocket.bind(path, FileOwner.of(directory), Ticker.SYSTEM, timer);
        socket.start(
                new Commands(
                        new Inside(
                                locks,
                                () -> List.copyOf(clients),
                                delivered::incrementAndGet,
                                (client, server) ->
                                        CompletableFuture.completedFuture(clientsAnswer),
                                () -> new Health("test", 5, List.of("too \"quiet\"")),
                                InstantSource.fixed(java.time.Instant.ofEpochMilli(NOW)),
                                Duration.ofSeconds(90)),
                        Optional.empty()));
    }

    private static final class Deaf implements OfferListener {
        @Override
        public void offered(Wish wish) {}

        @Override
        public void settled(long wish) {}
    }

    static InetAddress address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }

    void client(long number, String name) {
        clients.add(
                new HostView(
                        new ClientId(number),
                        List.of(address("192.0.2." + number)),
                        name,
                        HostView.Monitoring.YES,
                        7,
                        Duration.ofSeconds(2)));
    }

    /** Returns an owner with svid 9 and an oh of "p". */
    static LockOwner owner(long client) {
        return new LockOwner(new ClientId(client), Opaque.ofHex("0000000970"));
    }

    private static LockRequest request(long client, InetAddress server, long first, long last) {
        Taken taken = new Taken(server, 7, true, NOW - AN_HOUR_MILLIS);
        return new LockRequest(
                FILE, owner(client), LockMode.WRITE, new ByteRange(first, last), false, taken);
    }

    LockOutcome lock(long client, InetAddress server, long first, long last) {
        return locks.lock(request(client, server, first, last));
    }

    LockOutcome await(long client, InetAddress server, long first, long last) {
        return locks.lockOrWait(request(client, server, first, last), Opaque.EMPTY);
    }

    Path path() {
        return path;
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    /** Asks, and returns the whole answer. */
    String ask(String question) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.UTF_8)));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            Channels.newInputStream(channel).transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        timer.close();
    }
}
