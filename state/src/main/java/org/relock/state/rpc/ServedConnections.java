package org.relock.state.rpc;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The TCP connections of one loop, and what they may hold together. */
final class ServedConnections implements ServerLoop.Timed {

    /** How often connections that hold something are looked at, in nanoseconds. */
    private static final long LOOK_NANOS = 1_000_000_000L;

    /** From this many connections on it matters how many descriptors we may have. */
    private static final int FEW = 32;

    private final ServerLoop loop;
    private final Limits limits;
    private final int loops;
    private final int share;
    private final int maxHeldBytes;

    /** Ours, and those on their way to us from the loop that accepted them. */
    private final AtomicInteger count = new AtomicInteger();

    /** In the order of their last activity. */
    private final IdleOrder order = new IdleOrder();

    /** Those that hold memory or are in the middle of something, longest first. */
    private final Set<ServedConnection> holders = new LinkedHashSet<>();

    /** Those that got replies from other threads in this round. */
    private final List<ServedConnection> changed = new ArrayList<>();

    /** Those that wait until calls of others have been answered. */
    private final ArrayDeque<ServedConnection> waiting = new ArrayDeque<>();

    private long heldBytes;
    private boolean stopped;

    ServedConnections(ServerLoop loop, int loops) {
        this.loop = loop;
        this.limits = loop.limits();
        this.loops = loops;
        this.share = Math.max(1, limits.connections() / loops);
        this.maxHeldBytes = Math.max(1, limits.bufferedBytes() / loops);
    }

    /** Returns how many there are, with those on their way. From any thread. */
    int count() {
        return count.get();
    }

    /** Returns whether there are more than there may be. */
    private boolean tooMany() {
        return count.get() > Math.min(share, FEW) && count.get() > most();
    }

    /** Returns how many there may be, if that is more than a few. */
    private int most() {
        int descriptors = DescriptorLimit.now() - limits.spareDescriptors();
        return Math.min(share, Math.max(FEW, descriptors / loops));
    }

    /** Returns whether the loop keeps up with the connections handed to it. From any thread. */
    boolean keepsUp() {
        return count.get() < FEW || count.get() < most() + limits.acceptsPerRound();
    }

    /** Announces a connection that will be {@linkplain #adopt adopted}. From any thread. */
    void expect() {
        count.incrementAndGet();
    }

    /** Takes over a connection that was expected. */
    void adopt(SocketChannel channel) {
        try {
            if (loop.ended() || stopped) {
                throw new IOException("closing");
            }
            while (tooMany()) {
                if (!closeOldestIdle()) {
                    throw new IOException("all connections are busy");
                }
            }
            ServedConnection connection = new ServedConnection(loop, channel);
            order.add(connection);
            loop.tickBy(loop.now() + limits.idle().toNanos());
        } catch (IOException | RuntimeException e) {
            count.decrementAndGet();
            RpcLog.closed("a newcomer", e.toString());
            ServedConnection.closeQuietly(channel);
        }
    }

    /** Closes the connection that has been idle longest and returns whether there was one. */
    boolean closeOldestIdle() {
        for (ServedConnection c = order.oldest(); c != null; c = c.newer) {
            if (!c.isBusy()) {
                c.close("there are too many, and it was idle longest");
                return true;
            }
        }
        return false;
    }

    /** Something came or went. */
    void active(ServedConnection connection) {
        order.remove(connection);
        order.add(connection);
    }

    /** It has replies to send that came from other threads. */
    void changed(ServedConnection connection) {
        changed.add(connection);
    }

    /** It has calls to begin once others' are answered. */
    void waits(ServedConnection connection) {
        waiting.add(connection);
    }

    /** What it holds has changed by {@code bytes}. */
    void holds(ServedConnection connection, int bytes, boolean anything) {
        heldBytes += bytes;
        if (!anything) {
            holders.remove(connection);
        } else if (holders.add(connection)) {
            loop.tickBy(loop.now() + LOOK_NANOS);
        }
        while (heldBytes > maxHeldBytes && !holders.isEmpty()) {
            holders.iterator().next().close("all connections together hold too much");
        }
    }

    /** It has been closed and holds nothing any more. */
    void closed(ServedConnection connection) {
        order.remove(connection);
        count.decrementAndGet();
    }

    /** Sends what came from other threads, and lets those go on that waited for others. */
    void settle() {
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).goOn();
        }
        changed.clear();
        while (!waiting.isEmpty() && loop.takesCalls()) {
            waiting.poll().waitedEnough();
        }
    }

    /** No more calls are taken. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    /** Returns whether there are replies that could not be sent yet. */
    boolean oweAnything() {
        for (ServedConnection c = order.oldest(); c != null; c = c.newer) {
            if (c.isBusy()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long tick(long now) {
        for (ServedConnection c : holders.toArray(new ServedConnection[0])) {
            c.checkPatience(now);
        }
        long idle = limits.idle().toNanos();
        ServedConnection oldest = order.oldest();
        while (oldest != null && now - oldest.lastActive() >= idle) {
            if (oldest.isBusy()) {
                oldest.touch(now);
            } else {
                oldest.close("idle");
            }
            oldest = order.oldest();
        }
        long next = oldest == null ? now + idle : oldest.lastActive() + idle;
        return holders.isEmpty() ? next : Math.min(next, now + LOOK_NANOS);
    }
}
