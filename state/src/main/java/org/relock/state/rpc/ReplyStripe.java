package org.relock.state.rpc;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** A part of a {@link ReplyCache}, with a monitor of its own. */
final class ReplyStripe {

    /** What an entry takes beside its reply, in bytes: itself, its address and its places. */
    private static final int ENTRY_BYTES = 256;

    /** Entries whose time is up that one operation clears away; it adds one at most. */
    private static final int CLEARED_AT_ONCE = 2;

    private final int entriesPerSource;
    private final long maxBytes;
    private final int replyBytes;
    private final long lifeNanos;

    /** Each call is its own key; those in progress are in here and in no list. */
    private final Map<CachedCall, CachedCall> calls = new HashMap<>();

    private final Map<InetAddress, Source> sources = new HashMap<>();
    private CachedCall oldest;
    private CachedCall newest;
    private long bytes;
    private long kept;
    private long replayed;
    private long dropped;
    private long evicted;

    /** The replies to one address, in the order in which they came. */
    private static final class Source {
        private CachedCall oldest;
        private CachedCall newest;
        private int count;
    }

    /** Makes one of {@code parts} parts. */
    ReplyStripe(ReplyCache.Bounds bounds, int parts) {
        this.entriesPerSource = Math.max(1, bounds.entriesPerSource() / parts);
        this.maxBytes = bounds.bytes() / parts;
        this.replyBytes = bounds.replyBytes();
        this.lifeNanos = bounds.life().toNanos();
    }

    /** See {@link ReplyCache#claim}. */
    synchronized ReplyCache.Verdict claim(CachedCall call, long now) {
        for (int i = 0; i < CLEARED_AT_ONCE && oldest != null && isOver(oldest, now); i++) {
            removeOldestOf(sources.get(oldest.source));
        }
        CachedCall there = calls.putIfAbsent(call, call);
        if (there == null) {
            return ReplyCache.Verdict.NEW;
        }
        if (there.reply == null) {
            dropped++;
            return ReplyCache.Verdict.IN_PROGRESS;
        }
        if (isOver(there, now)) {
            // Those before it in its source's list are over as well, and go with it.
            while (calls.containsKey(there)) {
                removeOldestOf(sources.get(there.source));
            }
            calls.put(call, call);
            return ReplyCache.Verdict.NEW;
        }
        replayed++;
        call.reply = there.reply;
        return ReplyCache.Verdict.DONE;
    }

    /** See {@link ReplyCache#done}. */
    synchronized void done(CachedCall call, byte[] reply, long now) {
        if (reply.length > replyBytes) {
            calls.remove(call);
            return;
        }
        call.reply = reply;
        call.since = now;
        Source source = sources.computeIfAbsent(call.source, address -> new Source());
        append(call, source);
        if (source.count > entriesPerSource) {
            evicted++;
            removeOldestOf(source);
        }
        while (bytes > maxBytes && oldest != null) {
            evicted++;
            removeOldestOf(sources.get(oldest.source));
        }
    }

    synchronized ReplyCache.Counts counts() {
        return new ReplyCache.Counts(replayed, dropped, evicted, kept);
    }

    private boolean isOver(CachedCall call, long now) {
        return now - call.since >= lifeNanos;
    }

    private void append(CachedCall call, Source source) {
        call.older = newest;
        if (newest == null) {
            oldest = call;
        } else {
            newest.newer = call;
        }
        newest = call;
        if (source.newest == null) {
            source.oldest = call;
        } else {
            source.newest.nextOfSource = call;
        }
        source.newest = call;
        source.count++;
        kept++;
        bytes += ENTRY_BYTES + call.reply.length;
    }

    /** The oldest of all is the oldest of its source, too, so this is the one way to leave. */
    private void removeOldestOf(Source source) {
        CachedCall call = source.oldest;
        calls.remove(call);
        source.oldest = call.nextOfSource;
        source.count--;
        if (source.oldest == null) {
            sources.remove(call.source);
        }
        if (call.older == null) {
            oldest = call.newer;
        } else {
            call.older.newer = call.newer;
        }
        if (call.newer == null) {
            newest = call.older;
        } else {
            call.newer.older = call.older;
        }
        kept--;
        bytes -= ENTRY_BYTES + call.reply.length;
    }
}
