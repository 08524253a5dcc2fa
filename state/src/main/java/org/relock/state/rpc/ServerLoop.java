package org.relock.state.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * One thread at a time serves its share of the sockets. What is read and written passes through the
 * loop's own buffers, so a socket that has nothing half done takes no memory.
 *
 * <p>Everything here belongs to the thread that {@linkplain #lead leads}, except where a method
 * says otherwise; before the first one and after the last, to whoever owns the server.
 */
final class ServerLoop {

    /** Something with a channel that the selector watches. */
    interface Watched {
        /** Does what the channel is ready for, some of it, without waiting. */
        void ready(SelectionKey key) throws IOException;

        /** {@link #ready} has thrown. */
        void failed(Throwable why);

        /** Takes no more calls; what is owed is still sent. */
        void stop();
    }

    /** Something that has to be looked at from time to time. */
    interface Timed {
        /** Does what is due by {@code now} and returns when to be called next at the latest. */
        long tick(long now);
    }

    /** Read at once; a datagram of any size fits. */
    private static final int READ_BYTES = 65_536;

    /** The same where records may be larger than that. */
    private static final int LARGE_READ_BYTES = 262_144;

    /** The write buffer to begin with, in bytes. */
    private static final int WRITE_BYTES = 16_384;

    /** Replies are sent when there are so many, even if more calls are there, in bytes. */
    static final int SEND_BYTES = 262_144;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Sleeps no longer than this even if nothing is due. */
    private static final long LONGEST_SLEEP_NANOS = 60_000 * NANOS_PER_MILLI;

    private final Limits limits;
    private final Dispatcher dispatcher;
    private final Ticker ticker;
    private final Selector selector;
    private final ServedConnections connections;
    private final List<Timed> timed = new ArrayList<>();
    private final int maxCallsInFlight;

    private final ByteBuffer in;
    private final XdrReader inReader;
    private final LargeRecords memory;
    private XdrWriter out = XdrWriter.direct(WRITE_BYTES);

    /** A write buffer that has grown above this is not kept, in bytes. */
    private final int keptWriteBytes;

    private final ConcurrentLinkedQueue<Runnable> handed = new ConcurrentLinkedQueue<>();
    private volatile boolean asleep;
    private volatile boolean closeAsked;

    /** Whether as many calls are in flight as may be, so that the end of one makes a difference. */
    private volatile boolean full;

    /** The thread that leads, if one does. */
    private volatile Thread leader;

    private boolean closing;
    private volatile boolean ended;
    private long closeBy;
    private long now;
    private long nextTick;
    private int callsInFlight;

    /** Opens one of {@code loops} loops, which takes that part of the limits' totals. */
    ServerLoop(Dispatcher dispatcher, Limits limits, int loops, Ticker ticker) throws IOException {
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.ticker = ticker;
        this.maxCallsInFlight = Math.max(1, limits.callsInFlight() / loops);
        this.now = ticker.nanos();
        this.nextTick = now + LONGEST_SLEEP_NANOS;
        boolean large = limits.recordBytes() > READ_BYTES;
        this.in = ByteBuffer.allocateDirect(large ? LARGE_READ_BYTES : READ_BYTES);
        this.inReader = new XdrReader(in);
        this.memory = new LargeRecords(limits.recordBytes());
        this.keptWriteBytes = 2 * SEND_BYTES + 4 * limits.recordBytes();
        this.selector = Selector.open();
        this.connections = new ServedConnections(this, loops);
        look(connections, now + LONGEST_SLEEP_NANOS);
    }

    Limits limits() {
        return limits;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    ServedConnections connections() {
        return connections;
    }

    /** Returns the time of this round, in the ticker's nanoseconds. */
    long now() {
        return now;
    }

    /** Returns the buffer to read into, empty. */
    ByteBuffer in() {
        return in.clear();
    }

    /** Returns the memory for records that are gathered. */
    RecordParser.Memory memory() {
        return memory;
    }

    /**
     * Returns whether {@code buffer}, which is that or one on the heap, is the one that everybody
     * reads into.
     */
    boolean isShared(ByteBuffer buffer) {
        return buffer.isDirect();
    }

    /** Returns a reader of what remains in {@code buffer}. */
    XdrReader reader(ByteBuffer buffer) {
        return isShared(buffer) ? inReader : new XdrReader(buffer);
    }

    /** Returns the buffer for replies, empty. */
    XdrWriter out() {
        if (out.capacity() > keptWriteBytes) {
            out = XdrWriter.direct(WRITE_BYTES);
        }
        out.truncate(0);
        return out;
    }

    /** Has the selector watch a channel, which becomes non-blocking. */
    SelectionKey watch(SelectableChannel channel, int operations, Watched watched)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, watched);
    }

    /** Calls {@code something} at {@code first}, and then when it says. */
    void look(Timed something, long first) {
        timed.add(something);
        tickBy(first);
    }

    /** Sees to it that everything timed is called at {@code moment} at the latest. */
    void tickBy(long moment) {
        nextTick = moment - nextTick < 0 ? moment : nextTick;
    }

    /** Returns whether another call may be begun that is not answered at once. */
    boolean takesCalls() {
        return callsInFlight < maxCallsInFlight;
    }

    /** Returns whether no call is in flight but perhaps one that is being read. */
    boolean isQuiet() {
        return callsInFlight == 0;
    }

    /** Returns whether there is at most one call in flight. */
    boolean isAlone() {
        return callsInFlight <= 1;
    }

    void callBegun() {
        callsInFlight++;
        full = callsInFlight >= maxCallsInFlight;
    }

    void callEnded() {
        callsInFlight--;
        full = callsInFlight >= maxCallsInFlight;
    }

    /**
     * Has {@code task} run by this loop, soon. From any thread. If the loop has ended it is run by
     * {@link #shut}, or never.
     */
    void hand(Runnable task) {
        handed.add(task);
        // If it is awake it will look into the queue before it sleeps.
        if (asleep) {
            asleep = false;
            selector.wakeup();
        }
    }

    /**
     * Has {@code task} run by this loop before it does anything else, but does not wake it for that
     * unless the end of a call is waited for. From any thread.
     */
    void handWithoutHaste(Runnable task) {
        handed.add(task);
        // Whoever sets one of these looks into the queue afterwards, before the loop sleeps.
        if ((full || closeAsked) && asleep) {
            asleep = false;
            selector.wakeup();
        }
    }

    /** Returns whether {@code other} is the thread of this loop. From any thread. */
    boolean isOurs(Thread other) {
        return leader == other;
    }

    /** Reads no more calls, answers those in flight, and ends. From any thread. */
    void close() {
        closeAsked = true;
        selector.wakeup();
    }

    /** Returns whether everything has been closed, so that nothing can be taken over any more. */
    boolean ended() {
        return ended;
    }

    /** Serves on the current thread for as long as it {@code stays}, or until the end. */
    void lead(BooleanSupplier stays) {
        leader = Thread.currentThread();
        catchUp();
        serve(stays);
        leader = null;
    }

    /** Does what was handed over while nobody led, so that the selector need not be asked twice. */
    private void catchUp() {
        try {
            runHanded();
            connections.settle();
        } catch (Throwable e) { // As in a round of its own.
            RpcLog.loopFailed(e);
        }
    }

    private void serve(BooleanSupplier stays) {
        while (!ended && stays.getAsBoolean()) {
            try {
                select();
                runHanded();
                connections.settle();
                if (now - nextTick >= 0) {
                    tick();
                }
                if (closeAsked) {
                    closing();
                }
            } catch (ClosedSelectorException e) {
                ended = true;
                return;
            } catch (Throwable e) { // One bad round must not end the service.
                RpcLog.loopFailed(e);
            }
        }
    }

    private void select() throws IOException {
        asleep = true;
        now = ticker.nanos();
        long left = nextTick - now;
        if (left <= 0 || !handed.isEmpty()) {
            selector.selectNow(this::ready);
        } else {
            selector.select(this::ready, (left + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
        asleep = false;
        now = ticker.nanos();
    }

    private void ready(SelectionKey key) {
        asleep = false;
        now = ticker.nanos();
        runHanded(); // Calls that have ended meanwhile make room for those that come now.
        Watched watched = (Watched) key.attachment();
        try {
            watched.ready(key);
        } catch (Throwable e) { // It may cost this one its channel, and nobody else theirs.
            watched.failed(e);
        }
    }

    private void runHanded() {
        Runnable task;
        while ((task = handed.poll()) != null) {
            task.run();
        }
    }

    private void tick() {
        nextTick = now + LONGEST_SLEEP_NANOS;
        for (int i = 0; i < timed.size(); i++) {
            tickBy(timed.get(i).tick(now));
        }
    }

    /** Goes on closing: ends once nothing is owed to anybody, or the time is up. */
    private void closing() throws IOException {
        if (!closing) {
            closing = true;
            closeBy = now + limits.closing().toNanos();
            connections.stop();
            for (SelectionKey key : selector.keys()) {
                ((Watched) key.attachment()).stop();
            }
        }
        if (now - closeBy >= 0 || (callsInFlight == 0 && !connections.oweAnything())) {
            shut();
        } else {
            tickBy(closeBy);
        }
    }

    /** Closes everything at once. For the loop's thread, or when that does not run. */
    void shut() throws IOException {
        ended = true;
        // What was handed over meanwhile sees that the loop has ended.
        runHanded();
        if (selector.isOpen()) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            // The descriptors are free only once the selector has let go of them.
            selector.close();
        }
    }
}
