package org.relock.state.rpc;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.relock.state.xdr.XdrReader;

/**
 * Calls over TCP connections of a {@link RpcCallLoop}. Calls to one server share a connection,
 * which is opened for the first and closed when it has been idle; what fails on it ends the calls
 * it carries as {@link RpcOutcome.Unreachable}.
 */
public final class TcpCalls implements RpcCalls {

    /** Connections at once; calls to further servers wait, with their deadlines running. */
    static final int MAX_CONNECTIONS = 256;

    /** Calls outstanding at once, over all connections. */
    static final int MAX_PENDING = 65_536;

    private final RpcCallLoop loop;
    private final CallSource source;

    /** Only the loop's thread changes it; any thread may look for an open connection in it. */
    private final Map<InetSocketAddress, TcpConnection> connections = new ConcurrentHashMap<>();

    /** Those that carry no new calls count too, until they are closed. */
    private final List<TcpConnection> all = new ArrayList<>();

    private final Queue<TcpCall> waiting = new ArrayDeque<>();
    private int unfinished;
    private boolean shut;
    private volatile Optional<String> notice = Optional.empty();

    TcpCalls(RpcCallLoop loop, CallSource source) {
        this.loop = loop;
        this.source = source;
        loop.adopt(this);
    }

    /** Returns what an administrator should know of the last source port, if there is anything. */
    public Optional<String> notice() {
        return notice;
    }

    @Override
    public CompletableFuture<RpcOutcome> call(
            RpcCall call, List<Duration> again, Duration patience) {
        return begin(new TcpCall(call, again, patience, false));
    }

    @Override
    public CompletableFuture<Boolean> tell(RpcCall call, Duration patience) {
        TcpConnection connection = connections.get(call.to());
        if (connection != null && connection.writeNow(Pending.oneWay(call))) {
            return CompletableFuture.completedFuture(true);
        }
        return begin(new TcpCall(call, List.of(), patience, true))
                .thenApply(outcome -> outcome instanceof RpcOutcome.Success);
    }

    private CompletableFuture<RpcOutcome> begin(TcpCall made) {
        CompletableFuture<RpcOutcome> unused =
                made.future.whenComplete((outcome, failure) -> made.endedOutside());
        loop.execute(made::begin);
        return made.future;
    }

    @Override
    public void close() {
        loop.closeWith(this::shut);
    }

    private void shut() {
        if (shut) {
            return;
        }
        shut = true;
        loop.disown(this);
        for (TcpConnection connection : new ArrayList<>(all)) {
            connection.close(RpcOutcome.Silence.INSTANCE);
        }
        for (TcpCall call = waiting.poll(); call != null; call = waiting.poll()) {
            call.end(RpcOutcome.Silence.INSTANCE);
        }
    }

    RpcCallLoop loop() {
        return loop;
    }

    CallSource source() {
        return source;
    }

    void notice(Optional<String> newNotice) {
        notice = newNotice;
    }

    /** Returns whether a call waits for a connection to be closed. */
    boolean placeIsWanted() {
        return !waiting.isEmpty();
    }

    /** Has new calls to that server open a new connection. */
    void retire(TcpConnection connection) {
        connections.remove(connection.server(), connection);
    }

    /** Counts a connection out, and gives its place to whoever waits for one. */
    void closed(TcpConnection connection) {
        retire(connection);
        all.remove(connection);
        for (int i = waiting.size(); i > 0 && !shut; i--) {
            TcpCall next = waiting.remove();
            if (next.live) {
                place(next);
            }
        }
    }

    private void place(TcpCall call) {
        InetSocketAddress server = call.call.to();
        TcpConnection connection = connections.get(server);
        if (connection == null) {
            if (all.size() >= MAX_CONNECTIONS) {
                // An idle one that is closed lets the first that waits go ahead.
                waiting.add(call);
                closeAnIdleOne();
                return;
            }
            connection = new TcpConnection(this, server);
            connections.put(server, connection);
            all.add(connection);
        }
        connection.carry(call);
    }

    private void closeAnIdleOne() {
        for (TcpConnection connection : all) {
            if (connection.idle()) {
                connection.close(RpcOutcome.Silence.INSTANCE);
                return;
            }
        }
    }

    /** One call; it has no connection while it waits for one. */
    final class TcpCall extends Pending {
        private final boolean oneWay;
        private volatile boolean live;
        private Optional<TcpConnection> connection = Optional.empty();

        TcpCall(RpcCall call, List<Duration> again, Duration patience, boolean oneWay) {
            super(call, again, patience);
            this.oneWay = oneWay;
        }

        void begin() {
            if (future.isDone()) {
                return;
            }
            if (shut) {
                future.complete(RpcOutcome.Silence.INSTANCE);
            } else if (unfinished >= MAX_PENDING) {
                future.complete(new RpcOutcome.Unreachable("too many calls at once"));
            } else {
                live = true;
                unfinished++;
                long wait = nanos(patience);
                for (Duration more : again) {
                    wait += nanos(more);
                }
                loop.timers().schedule(this, loop.now() + Math.max(0, wait));
                place(this);
            }
        }

        /** All of it is with the kernel. */
        void written() {
            if (oneWay) {
                end(new RpcOutcome.Success(new XdrReader(ByteBuffer.allocate(0))));
            }
        }

        void carriedBy(TcpConnection carrier) {
            connection = Optional.of(carrier);
        }

        @Override
        void fire() {
            connection.ifPresent(TcpConnection::distrust);
            end(RpcOutcome.Silence.INSTANCE);
        }

        void end(RpcOutcome outcome) {
            if (!live) {
                return;
            }
            live = false;
            unfinished--;
            loop.timers().cancel(this);
            if (connection.isPresent()) {
                connection.get().ended(this);
            } else {
                waiting.remove(this);
            }
            future.complete(outcome);
        }

        void endedOutside() {
            if (live) {
                loop.execute(() -> end(RpcOutcome.Silence.INSTANCE));
            }
        }
    }
}
