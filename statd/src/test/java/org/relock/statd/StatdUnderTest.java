package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.relock.state.names.NumericAddress;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmName;
import org.relock.state.nsm.SmStat;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.nsm.StatChange;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** A {@link Statd} in a world of fakes, called with bytes as a server would call it. */
final class StatdUnderTest {

    static final Opaque COOKIE = Opaque.ofHex("000102030405060708090a0b0c0d0e0f");
    static final Opaque OTHER_COOKIE = Opaque.ofHex("ffffffffffffffff0000000000000000");
    static final String LOOPBACK = "127.0.0.1";
    static final String MY_NAME = "labhost.example.test";

    final FakeNames names = new FakeNames();
    final FakeStore store;
    final FakeMemory memory;
    final FakeTime time = new FakeTime();
    final FakeLockManager lockManager = new FakeLockManager();
    final RecordingCallout callout = new RecordingCallout();
    final Statd statd;
    int crashes;

    private StatdUnderTest(
            FakeStore store, FakeMemory memory, StatdConfig.Rules rules, Executor workers) {
        this.store = store;
        this.memory = memory;
        try {
            statd =
                    Statd.start(
                            rules,
                            new World(
                                    time,
                                    time,
                                    workers,
                                    names,
                                    names,
                                    store,
                                    memory,
                                    lockManager,
                                    new InetSocketAddress(address(LOOPBACK), 111),
                                    callout,
                                    () -> crashes++));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static StatdUnderTest compatible() {
        return with(StatdConfig.Rules.COMPATIBLE);
    }

    static StatdUnderTest strict() {
        return with(
                new StatdConfig.Rules(
                        true, StatdLimits.CALLOUT_LIMIT, StatdLimits.CALLBACK_GIVE_UP));
    }

    static StatdUnderTest with(StatdConfig.Rules rules) {
        return new StatdUnderTest(new FakeStore(), new FakeMemory(), rules, Runnable::run);
    }

    static StatdUnderTest withWorkers(Executor workers) {
        return new StatdUnderTest(
                new FakeStore(), new FakeMemory(), StatdConfig.Rules.COMPATIBLE, workers);
    }

    /** What the next process finds on the same disk. */
    StatdUnderTest restarted() {
        statd.close();
        return new StatdUnderTest(store, memory, StatdConfig.Rules.COMPATIBLE, Runnable::run);
    }

    /** Gives names to the hosts that most tests use. */
    StatdUnderTest withPeers() {
        names.host("peer.example.test", "peer.example.test", "10.9.0.2")
                .host("peer", "peer.example.test", "10.9.0.2")
                .host("alias", "peer.example.test", "10.9.0.2")
                .reverse("10.9.0.2", "peer.example.test")
                .host("other.example.test", "other.example.test", "10.9.0.3")
                .host("other", "other.example.test", "10.9.0.3")
                .reverse("10.9.0.3", "other.example.test");
        return this;
    }

    static InetAddress address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }

    static MonId wish(String monName) {
        return new MonId(monName, new MyId(MY_NAME, 100021, 3, 16));
    }

    static Caller caller(String from, int port) {
        return new Caller(
                new InetSocketAddress(address(from), port),
                address(LOOPBACK),
                Transport.UDP,
                Credential.None.INSTANCE,
                1);
    }

    /** Calls from loopback, a reserved port; the reply must be there at once. */
    SmStatRes mon(String monName) {
        return mon(wish(monName), COOKIE);
    }

    SmStatRes mon(MonId wish, Opaque cookie) {
        return monFrom(caller(LOOPBACK, 800), wish, cookie);
    }

    SmStatRes monFrom(Caller caller, MonId wish, Opaque cookie) {
        return read(call(caller, Sm.MON, new Mon(wish, cookie)), SmStatRes::decode);
    }

    CompletableFuture<SmStatRes> monLater(MonId wish) {
        return call(caller(LOOPBACK, 800), Sm.MON, new Mon(wish, COOKIE))
                .thenApply(bytes -> decoded(bytes, SmStatRes::decode));
    }

    int unmon(MonId wish) {
        return unmonFrom(caller(LOOPBACK, 800), wish);
    }

    int unmonFrom(Caller caller, MonId wish) {
        return read(call(caller, Sm.UNMON, wish), SmStat::decode).state();
    }

    int unmonAll(MyId watcher) {
        return read(call(caller(LOOPBACK, 800), Sm.UNMON_ALL, watcher), SmStat::decode).state();
    }

    SmStatRes stat(String name) {
        return read(call(caller("10.9.0.77", 5000), Sm.STAT, new SmName(name)), SmStatRes::decode);
    }

    /** Sends a notice; the reply must be there at once. */
    void notice(String name, int state, String from) {
        assertTrue(noticeLater(name, state, from).isDone(), "the notice has its reply");
    }

    CompletableFuture<ByteBuffer> noticeLater(String name, int state, String from) {
        return call(caller(from, 5000), Sm.NOTIFY, new StatChange(name, state));
    }

    CompletableFuture<ByteBuffer> call(Caller caller, int procedure, XdrEncodable arguments) {
        try {
            return answer(caller, procedure, ByteBuffer.wrap(XdrWriter.toBytes(arguments)));
        } catch (MalformedXdrException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<ByteBuffer> answer(Caller caller, int procedure, ByteBuffer arguments)
            throws MalformedXdrException {
        Optional<Answer> answer =
                statd.program().answer(caller, procedure, new XdrReader(arguments));
        if (answer.orElseThrow() instanceof Answer.Now now) {
            return CompletableFuture.completedFuture(FakeLockManager.bytes(now.results()));
        }
        Answer.Later later = (Answer.Later) answer.orElseThrow();
        return later.results().toCompletableFuture().thenApply(FakeLockManager::bytes);
    }

    private interface Decoder<T> {
        T decode(XdrReader xdr) throws MalformedXdrException;
    }

    private static <T> T read(CompletableFuture<ByteBuffer> reply, Decoder<T> decoder) {
        assertTrue(reply.isDone(), "the call has its reply");
        return decoded(reply.join(), decoder);
    }

    private static <T> T decoded(ByteBuffer bytes, Decoder<T> decoder) {
        try {
            return decoder.decode(new XdrReader(bytes.duplicate()));
        } catch (MalformedXdrException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes down each callout, and can be told not to end. */
    static final class RecordingCallout implements Callout {

        final List<String> words = new ArrayList<>();
        Optional<CompletableFuture<Void>> hangs = Optional.empty();

        @Override
        public CompletionStage<Void> addClient(String monName, String myName) {
            return run("add-client " + monName + " " + myName);
        }

        @Override
        public CompletionStage<Void> delClient(String monName, String myName) {
            return run("del-client " + monName + " " + myName);
        }

        @Override
        public CompletionStage<Void> smNotify(String name, String source, int state) {
            return run("sm-notify " + name + " " + source + " " + state);
        }

        private CompletionStage<Void> run(String line) {
            words.add(line);
            return hangs.orElseGet(() -> CompletableFuture.completedFuture(null));
        }
    }
}
