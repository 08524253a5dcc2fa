package org.relock.state.rpc;

import java.net.InetAddress;
import java.time.Duration;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.XdrReader;

/**
 * The replies to calls that must not be executed twice. A call that comes again, over whichever
 * transport, gets the same reply; while the first is still in progress the second is dropped, since
 * the first will be answered (NLM checks 43 and 44).
 *
 * <p>Old replies make room for new ones, those of their own source first; calls in progress are
 * never forgotten, and as many as a server's {@link Limits} allow. What an operation costs does not
 * depend on how much is kept. It may be used by any number of threads and by several servers.
 */
public final class ReplyCache {

    /** So that threads seldom want the same one; a power of two. */
    private static final int STRIPES = 16;

    private static final int STRIPE_SHIFT = 28;

    private final ReplyStripe[] stripes = new ReplyStripe[STRIPES];
    private final Ticker ticker;
    private final int salt = new Unguessable().next();

    /**
     * How much is kept. Keys are spread evenly, so each bound is kept to in parts, and one source's
     * share of a part can be full a little before all of its share is.
     *
     * @param entriesPerSource replies to one address
     * @param bytes memory for all replies together
     * @param replyBytes a longer reply is not kept: such a call that comes again is executed again
     * @param life how long a reply is good for
     */
    public record Bounds(int entriesPerSource, long bytes, int replyBytes, Duration life) {

        /** What the daemons live by. */
        public static final Bounds STANDARD =
                new Bounds(1_024, 16_777_216, 65_536, Duration.ofMinutes(2));

        /** Checks that something can be kept. */
        public Bounds {
            if (entriesPerSource < 1 || bytes < 1 || replyBytes < 0 || life.isNegative()) {
                throw new IllegalArgumentException("a cache that keeps nothing");
            }
        }
    }

    /**
     * What a cache has done so far.
     *
     * @param replayed calls that got a stored reply
     * @param dropped calls dropped because the same was in progress
     * @param evicted replies forgotten before their time
     * @param kept replies there are now
     */
    public record Counts(long replayed, long dropped, long evicted, long kept) {
        Counts plus(Counts other) {
            return new Counts(
                    replayed + other.replayed,
                    dropped + other.dropped,
                    evicted + other.evicted,
                    kept + other.kept);
        }
    }

    /** What to do with a call. */
    enum Verdict {
        /** Execute it; its end must be told by {@link #done}. */
        NEW,
        /** Drop it: it is being executed. */
        IN_PROGRESS,
        /** Send {@link CachedCall#reply} again. */
        DONE
    }

    /** Makes an empty cache. */
    public ReplyCache(Bounds bounds, Ticker ticker) {
        this.ticker = ticker;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReplyStripe(bounds, STRIPES);
        }
    }

    /** Returns the sum of all so far. */
    public Counts counts() {
        Counts sum = new Counts(0, 0, 0, 0);
        for (ReplyStripe stripe : stripes) {
            sum = sum.plus(stripe.counts());
        }
        return sum;
    }

    /** Makes the key of a call whose arguments are all that remains to be read. */
    CachedCall key(InetAddress source, CallHeader call, XdrReader arguments) {
        return new CachedCall(source, call, arguments.remaining(), arguments.crc32c(), salt);
    }

    /** Says what to do with a call. */
    Verdict claim(CachedCall call) {
        return stripe(call).claim(call, ticker.nanos());
    }

    /**
     * A call claimed as {@link Verdict#NEW} has been executed.
     *
     * @param reply without a record mark; empty if there is none
     */
    void done(CachedCall call, byte[] reply) {
        stripe(call).done(call, reply, ticker.nanos());
    }

    private ReplyStripe stripe(CachedCall call) {
        return stripes[call.hashCode() >>> STRIPE_SHIFT];
    }
}
