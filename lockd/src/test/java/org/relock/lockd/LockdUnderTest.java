package org.relock.lockd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.hosts.MonResult;
import org.relock.lockd.hosts.StatusMonitor;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.journal.JournalOptions;
import org.relock.lockd.nlm.NlmStat;
import org.relock.state.conf.NfsConf;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** One life of the lock manager after the other, on one state directory, without sockets. */
final class LockdUnderTest implements AutoCloseable {

    static final InetAddress SERVER = address("10.0.0.1");

    private static final int LOCK = 2;
    private static final int UNLOCK = 4;
    private static final long PATIENCE_SECONDS = 30;

    final List<String> monitored = new ArrayList<>();
    final List<String> called = new ArrayList<>();
    boolean anyoneMonitored;

    /** Where clients call from. */
    int port = 700;

    boolean crashSimulated;
    CompletableFuture<Void> calling = CompletableFuture.completedFuture(null);
    private final Path root;
    private final List<Runnable> later = new ArrayList<>();
    private long now;
    private Optional<Journal> journal = Optional.empty();
    private Optional<Lockd> lockd = Optional.empty();

    /** Makes one below {@code root}, which has var/lib/nfs/sm. */
    LockdUnderTest(Path root) {
        this.root = root;
    }

    static InetAddress address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }

    /** Begins a life in a boot of the machine, with options besides the usual. */
    void start(String boot, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("--opaque-handles", "--allow=192.0.2.0/24"));
        words.addAll(List.of(options));
        CommandLine.Outcome outcome =
                CommandLine.read(NfsConf.read(root, Map.of()), root, words.toArray(new String[0]));
        LockdConfig config = ((CommandLine.Outcome.Serve) outcome).config();
        Optional<Journal.Opened> opened = Optional.empty();
        if (!config.keeping().journal().equals("none")) {
            JournalOptions.Force force =
                    config.keeping().journal().equals("forced")
                            ? JournalOptions.Force.ALWAYS
                            : JournalOptions.Force.SOON;
            opened =
                    Journal.open(
                            root.resolve("journal"),
                            boot,
                            JournalOptions.STANDARD.withForce(force));
            journal = opened.map(Journal.Opened::journal);
        }
        Lockd started =
                Lockd.start(
                        config,
                        new World(
                                () -> now,
                                InstantSource.system(),
                                (delay, task) -> after(delay, task),
                                Runnable::run,
                                (source, transport) -> new Nobody(),
                                new Monitor(),
                                opened,
                                anyoneMonitored,
                                new Told(),
                                111));
        started.begin();
        lockd = Optional.of(started);
    }

    private void after(Duration delay, Runnable task) {
        long due = now + delay.toNanos();
        later.add(
                () -> {
                    if (due <= now) {
                        task.run();
                    } else {
                        after(Duration.ofNanos(due - now), task);
                    }
                });
    }

    /** Lets time pass, a second at a time. */
    void pass(Duration time) {
        for (long i = 0; i < time.toSeconds(); i++) {
            now += TimeUnit.SECONDS.toNanos(1);
            List<Runnable> due = new ArrayList<>(later);
            later.clear();
            due.forEach(Runnable::run);
        }
    }

    /** Ends this life as kill -9 would, as far as the journal can tell. */
    void kill() {
        lockd.ifPresent(Lockd::close);
        later.clear();
        journal.ifPresent(Journal::close);
        journal = Optional.empty();
    }

    /** Ends this life as a service manager does. */
    void stop() {
        lockd.ifPresent(Lockd::end);
        kill();
    }

    /** Has a client ask for a write lock on bytes 0 to 9, and returns the answer. */
    NlmStat lock(String client, String handle, boolean block, boolean reclaim) throws Exception {
        return answer(send(client, handle, block, reclaim));
    }

    CompletableFuture<NlmStat> send(String client, String handle, boolean block, boolean reclaim)
            throws Exception {
        XdrWriter xdr = new XdrWriter(256);
        xdr.opaque(Opaque.ofHex("01")).bool(block).bool(true);
        alock(xdr, client, handle);
        xdr.bool(reclaim).i32(1);
        return call(client, LOCK, xdr);
    }

    NlmStat unlock(String client, String handle) throws Exception {
        XdrWriter xdr = new XdrWriter(256);
        xdr.opaque(Opaque.ofHex("01"));
        alock(xdr, client, handle);
        return answer(call(client, UNLOCK, xdr));
    }

    private static void alock(XdrWriter xdr, String client, String handle) {
        xdr.string(client).opaque(Opaque.ofHex(handle)).opaque(Opaque.ofHex("70")).i32(9);
        xdr.i64(0).i64(10);
    }

    private static NlmStat answer(CompletableFuture<NlmStat> later) throws Exception {
        return later.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<NlmStat> call(String client, int procedure, XdrWriter arguments)
            throws Exception {
        // The name is the last part of the address, too: one character.
        InetAddress from = address("192.0.2." + (int) client.charAt(0));
        Caller caller =
                new Caller(
                        new InetSocketAddress(from, port),
                        SERVER,
                        Transport.TCP,
                        new Credential.None(),
                        1);
        Program version4 = lockd.orElseThrow().programs().get(2);
        Answer answer =
                version4.answer(
                                caller,
                                procedure,
                                new XdrReader(ByteBuffer.wrap(arguments.toBytes())))
                        .orElseThrow();
        if (answer instanceof Answer.Now done) {
            done.afterwards().run();
            return CompletableFuture.completedFuture(stat(done.results()));
        }
        Answer.Later late = (Answer.Later) answer;
        return late.results()
                .toCompletableFuture()
                .thenApply(
                        results -> {
                            late.afterwards().run();
                            return stat(results);
                        });
    }

    /** The status is the last word of every result of these two. */
    private static NlmStat stat(XdrEncodable results) {
        XdrWriter xdr = new XdrWriter(64);
        results.encode(xdr);
        byte[] bytes = xdr.toBytes();
        int number = ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
        return Arrays.stream(NlmStat.values())
                .filter(stat -> stat.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private final class Monitor implements StatusMonitor {
        @Override
        public CompletableFuture<MonResult> mon(String monName, Opaque priv) {
            monitored.add(monName);
            return CompletableFuture.completedFuture(new MonResult.Watched(3));
        }

        @Override
        public CompletableFuture<Boolean> unmon(String monName) {
            monitored.remove(monName);
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletableFuture<Boolean> answers() {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletableFuture<Boolean> simulateCrash() {
            crashSimulated = true;
            return CompletableFuture.completedFuture(true);
        }
    }

    private final class Told implements Callout {
        @Override
        public CompletableFuture<Void> addClient(Client client, InetAddress server) {
            called.add("add " + client.callerName() + " " + server.getHostAddress());
            return calling;
        }

        @Override
        public void delClient(Client client, InetAddress server) {
            called.add("del " + client.callerName() + " " + server.getHostAddress());
        }
    }

    private static final class Nobody implements RpcCalls {
        @Override
        public CompletableFuture<RpcOutcome> call(
                RpcCall call, List<Duration> again, Duration patience) {
            return CompletableFuture.completedFuture(RpcOutcome.Silence.INSTANCE);
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        kill();
    }
}
