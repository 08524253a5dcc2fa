package org.relock.lockd.nlm;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relock.state.rpc.Caller;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.XdrEncodable;

/**
 * The results of {@code _MSG} calls, so that one that comes again is not executed again (NLM check
 * 43). The server's own cache cannot do this: it keeps replies, and here there are none; dropping
 * the repetition would leave its sender without a result if the {@code _RES} was lost.
 *
 * <p>Old results make room for new ones; calls in progress are never forgotten.
 */
final class KeptResults {

    /**
     * One call: the same caller, transaction id, procedure and arguments.
     *
     * @param arguments a record, compared by value
     */
    record Key(InetAddress from, int xid, NlmVersion version, int procedure, Object arguments) {
        static Key of(Caller caller, NlmVersion version, int procedure, Object arguments) {
            return new Key(
                    caller.remote().getAddress(), caller.xid(), version, procedure, arguments);
        }
    }

    /** What to do with a call. */
    sealed interface Verdict {
        /** Execute it; its end must be told by {@link #done}. */
        record New() implements Verdict {}

        /** Drop it: the result will be sent. */
        record InProgress() implements Verdict {}

        /** Send the result again. */
        record Done(XdrEncodable results) implements Verdict {}
    }

    private static final Verdict NEW = new Verdict.New();
    private static final Verdict IN_PROGRESS = new Verdict.InProgress();

    private record Kept(XdrEncodable results, long sinceNanos) {}

    private final Ticker ticker;
    private final int limit;
    private final long life;
    private final Set<Key> running = new HashSet<>();
    private final Map<Key, Kept> kept = new LinkedHashMap<>();

    KeptResults(Ticker ticker) {
        this(ticker, NlmLimits.KEPT_RESULTS);
    }

    KeptResults(Ticker ticker, int limit) {
        this.ticker = ticker;
        this.limit = limit;
        this.life = NlmLimits.RESULT_LIFE.toNanos();
    }

    /** Says what to do with a call that has just come. */
    synchronized Verdict claim(Key call) {
        forgetOld();
        Kept found = kept.get(call);
        if (found != null) {
            return new Verdict.Done(found.results());
        }
        return running.add(call) ? NEW : IN_PROGRESS;
    }

    /** Keeps the results of a call, or nothing if it failed. */
    synchronized void done(Key call, Optional<XdrEncodable> results) {
        running.remove(call);
        if (results.isPresent()) {
            kept.put(call, new Kept(results.get(), ticker.nanos()));
            if (kept.size() > limit) {
                Iterator<Key> oldest = kept.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    /** They stand in the order of their age. */
    private void forgetOld() {
        Iterator<Kept> oldest = kept.values().iterator();
        while (oldest.hasNext() && ticker.nanos() - oldest.next().sinceNanos() > life) {
            oldest.remove();
        }
    }
}
