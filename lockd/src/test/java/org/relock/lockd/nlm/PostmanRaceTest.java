package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.time.SystemTimer;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** A postman between threads that lock, unlock and cancel, and clients that answer meanwhile. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostmanRaceTest {

    private static final int CLIENTS = 6;
    private static final int ROUNDS = 3_000;

    private final ExecutorService answers = Executors.newFixedThreadPool(2);
    private final Outgoing network = (source, transport) -> new Clients();
    private Postman postman;
    private LockService locks;

    /** NLM checks 35, 40 and 42: whatever the order of their words, nothing is left over. */
    @Test
    void nothingIsLeftWhenEverybodyHasGone() throws InterruptedException, ExecutionException {
        long seed = System.nanoTime();
        try (SystemTimer timer = new SystemTimer()) {
            postman =
                    new Postman(
                            network,
                            FakeNetwork.RPCBIND,
                            timer,
                            Ticker.SYSTEM,
                            Duration.ofSeconds(60),
                            Safety.AT_ONCE);
            locks =
                    new LockService(
                            Ticker.SYSTEM,
                            LockLimits.STANDARD,
                            LockJournal.NONE,
                            postman,
                            RecordedState.EMPTY);
            postman.begin(locks, RecordedState.EMPTY, (client, address) -> false);
            locks.begin();
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> done = new ArrayList<>();
            for (int client = 1; client <= CLIENTS; client++) {
                int number = client;
                done.add(clients.submit(() -> act(number, new Random(seed + number))));
            }
            for (Future<?> client : done) {
                client.get();
            }
            clients.shutdown();
            answers.shutdown();
            assertTrue(answers.awaitTermination(30, TimeUnit.SECONDS), "seed " + seed);
            for (int client = 1; client <= CLIENTS; client++) {
                locks.release(new ClientId(client));
            }
            assertEquals(Map.of(), locks.snapshot().locks(), "seed " + seed);
            assertEquals(List.of(), locks.snapshot().wishes(), "seed " + seed);
            assertEquals(0, postman.underWay(), "seed " + seed);
            assertTrue(postman.counts().acknowledged() > 0, "seed " + seed);
        }
    }

    private void act(int client, Random random) {
        // On a busy machine all rounds may pass before the first answer gets a turn.
        for (int i = 0; i < ROUNDS || postman.counts().acknowledged() == 0; i++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    Transport transport = random.nextBoolean() ? Transport.UDP : Transport.TCP;
                    LockOutcome outcome =
                            locks.lockOrWait(
                                    PostmanUnderTest.request(client),
                                    PostmanUnderTest.memo(client, transport, NlmVersion.V4));
                    if (outcome instanceof LockOutcome.Waiting waiting) {
                        postman.announced(waiting.wish());
                    }
                }
                case 2 ->
                        locks.unlock(
                                PostmanUnderTest.FILE,
                                PostmanUnderTest.owner(client),
                                PostmanUnderTest.RANGE);
                default ->
                        locks.cancel(
                                PostmanUnderTest.FILE,
                                PostmanUnderTest.owner(client),
                                LockMode.WRITE,
                                PostmanUnderTest.RANGE);
            }
            postman.deliver();
        }
    }

    /** All clients, each of which refuses one grant in four. */
    private final class Clients implements RpcCalls {

        @Override
        public CompletableFuture<RpcOutcome> call(
                RpcCall call, List<Duration> again, Duration patience) {
            boolean rpcbind = call.to().getPort() == FakeNetwork.RPCBIND;
            XdrEncodable reply =
                    rpcbind
                            ? xdr -> xdr.i32(4045)
                            : new NlmRes(words(call).cookie(), NlmStat.GRANTED).in(NlmVersion.V4);
            return CompletableFuture.completedFuture(new RpcOutcome.Success(reader(reply)));
        }

        @Override
        public CompletableFuture<Boolean> tell(RpcCall call, Duration patience) {
            TestArgs words = words(call);
            InetAddress from = call.to().getAddress();
            NlmStat stat = (words.cookie().hashCode() & 3) == 0 ? NlmStat.DENIED : NlmStat.GRANTED;
            try {
                answers.execute(() -> postman.granted(from, words.cookie(), stat));
            } catch (RejectedExecutionException over) {
                // Nobody answers any more at the end; the release that follows settles it.
            }
            return CompletableFuture.completedFuture(true);
        }

        private static TestArgs words(RpcCall call) {
            try {
                return TestArgs.decode(NlmVersion.V4, reader(call.arguments()));
            } catch (MalformedXdrException e) {
                throw new IllegalStateException(e);
            }
        }

        private static XdrReader reader(XdrEncodable value) {
            return new XdrReader(ByteBuffer.wrap(XdrWriter.toBytes(value)));
        }

        @Override
        public void close() {}
    }
}
