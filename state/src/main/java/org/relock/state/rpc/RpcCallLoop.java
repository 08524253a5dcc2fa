package org.relock.state.rpc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does all outgoing calls of the process: any number of sockets and connections,
 * any number of calls on each. It starts with the first call, so whoever opens sockets and then
 * gives up privileges does so before the thread exists.
 *
 * <p>Everything but {@link #execute} and opening belongs to that thread. Futures complete on it, so
 * what hangs on them must not wait.
 */
public final class RpcCallLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RpcCallLoop.class);

    /** Tasks done between two looks at the sockets, so that replies do not pile up behind calls. */
    private static final int TASKS_A_ROUND = 64;

    /** The largest datagram there is; also how much is read from a stream at a time, in bytes. */
    private static final int BUFFER_BYTES = 65536;

    /** How long closing waits for the thread; only a caller that blocks it can use that up. */
    private static final long CLOSE_MILLIS = 2000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector = Selector.open();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private final TimerHeap timers = new TimerHeap();
    private final Unguessable random = new Unguessable();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Ticker ticker;
    private final Thread thread;

    /** How often the thread has looked at the sockets. */
    private long rounds;

    private final Object life = new Object();
    private boolean started;
    private volatile boolean closing;
    private volatile boolean ended;

    /** What the loop calls when a channel is ready. */
    interface Endpoint {
        /** Reads, writes or connects, whatever {@code key} is ready for. */
        void ready(SelectionKey key);
    }

    private RpcCallLoop(String threadName, Ticker ticker) throws IOException {
        this.ticker = ticker;
        thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /** Makes a loop whose thread, once it is needed, has {@code threadName}. */
    public static RpcCallLoop open(String threadName) throws IOException {
        return open(threadName, Ticker.SYSTEM);
    }

    /** Makes a loop that tells time by {@code ticker}; see {@link #wakeUp}. */
    static RpcCallLoop open(String threadName, Ticker ticker) throws IOException {
        return new RpcCallLoop(threadName, ticker);
    }

    /**
     * Opens a UDP socket and binds it before it returns.
     *
     * @throws IOException if it cannot be bound to {@code source}
     */
    public UdpCalls udp(CallSource source) throws IOException {
        return new UdpCalls(this, source, Optional.empty());
    }

    /**
     * Opens a UDP socket that calls {@code peer} only. The kernel then reports a closed port at
     * once, as {@link RpcOutcome.Unreachable}.
     */
    public UdpCalls udpTo(CallSource source, InetSocketAddress peer) throws IOException {
        return new UdpCalls(this, source, Optional.of(peer));
    }

    /** Makes calls over TCP; connections are opened as needed and bound to {@code source}. */
    public TcpCalls tcp(CallSource source) {
        return new TcpCalls(this, source);
    }

    /** Ends all calls on all sockets with {@link RpcOutcome.Silence} and frees them. */
    @Override
    public void close() {
        closing = true;
        startOrWake();
        if (Thread.currentThread() != thread) {
            await(() -> thread.join(CLOSE_MILLIS));
        }
    }

    /** Has {@code task} run on the thread, soon and never inside this call, unless that is over. */
    void execute(Runnable task) {
        tasks.add(task);
        if (ended) {
            // Nobody else will: what is left only finds its socket closed.
            runTasks(Integer.MAX_VALUE);
            return;
        }
        if (Thread.currentThread() != thread) {
            startOrWake();
        }
    }

    private void startOrWake() {
        synchronized (life) {
            if (!started) {
                started = true;
                thread.start();
            }
        }
        selector.wakeup();
    }

    /** Runs {@code task}, which closes channels, and returns when their descriptors are free. */
    void closeWith(Runnable task) {
        if (Thread.currentThread() == thread || ended) {
            task.run();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        execute(
                () -> {
                    task.run();
                    release(rounds, done);
                });
        await(() -> done.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** A closed channel keeps its descriptor until the selector has looked at it once more. */
    private void release(long roundOfClosing, CountDownLatch done) {
        if (rounds == roundOfClosing && !ended) {
            execute(() -> release(roundOfClosing, done));
        } else {
            done.countDown();
        }
    }

    /** Lets a ticker that was moved by hand be read again. */
    void wakeUp() {
        selector.wakeup();
    }

    void adopt(AutoCloseable calls) {
        open.add(calls);
    }

    void disown(AutoCloseable calls) {
        open.remove(calls);
    }

    SelectionKey register(SelectableChannel channel, int operations, Endpoint endpoint)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, endpoint);
    }

    /** The one buffer for what comes in. */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    TimerHeap timers() {
        return timers;
    }

    long now() {
        return ticker.nanos();
    }

    Unguessable random() {
        return random;
    }

    private void run() {
        try {
            while (!closing) {
                runTasks(TASKS_A_ROUND);
                fireTimers();
                select(tasks.isEmpty() ? timers.untilNext(now()) : 0);
                rounds++;
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("outgoing calls have stopped", e);
        } finally {
            end();
        }
    }

    private void select(long nanos) throws IOException {
        if (nanos <= 0) {
            selector.selectNow(this::ready);
        } else if (nanos == Long.MAX_VALUE) {
            selector.select(this::ready);
        } else {
            // Rounded up: a moment too late is as good, a moment too early is a busy loop.
            selector.select(this::ready, nanos / NANOS_PER_MILLI + 1);
        }
    }

    private void ready(SelectionKey key) {
        try {
            ((Endpoint) key.attachment()).ready(key);
        } catch (RuntimeException e) {
            // It would be ready again at once, and fail again; its calls have their deadlines.
            LOG.error("a socket of outgoing calls is closed after a failure", e);
            close(key.channel());
        }
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a socket: {}", e.toString());
        }
    }

    private void runTasks(int limit) {
        for (int i = 0; i < limit; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("outgoing calls go on after a failure", e);
            }
        }
    }

    private void fireTimers() {
        long now = now();
        while (timers.fireOne(now)) {
            // Every timer that is due does its own work.
        }
    }

    /** Ends whatever is open, as the last thing the thread does, whatever made it end. */
    private void end() {
        for (AutoCloseable calls : open) {
            try {
                calls.close();
            } catch (Exception e) {
                LOG.warn("closing outgoing calls: {}", e.toString());
            }
        }
        // In this order a task added meanwhile is run here or by whoever added it.
        ended = true;
        runTasks(Integer.MAX_VALUE);
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("closing the selector of outgoing calls: {}", e.toString());
        }
    }

    private interface Wait {
        void run() throws InterruptedException;
    }

    private static void await(Wait wait) {
        try {
            wait.run();
        } catch (InterruptedException e) {
            // Whoever interrupts wants us gone; the thread does the rest by itself.
            Thread.currentThread().interrupt();
        }
    }
}
