package org.relock.lockd.nlm;

import java.util.concurrent.atomic.LongAdder;

/** What became of grants since we started, for whoever watches over us. */
public final class GrantCounts {

    final LongAdder offered = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder sentAgain = new LongAdder();
    final LongAdder unreachable = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder settledOtherwise = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder doubtful = new LongAdder();
    final LongAdder notNow = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder strangers = new LongAdder();
    final Latencies latencies = new Latencies();

    GrantCounts() {}

    /** Returns how many requests that waited could be granted. */
    public long offered() {
        return offered.sum();
    }

    /** Returns how many GRANTED and GRANTED_MSG calls were sent, the repeated ones too. */
    public long sent() {
        return sent.sum();
    }

    /** Returns how many of those were repetitions. */
    public long sentAgain() {
        return sentAgain.sum();
    }

    /** Returns how often a client's port could not be found, or the network said no. */
    public long unreachable() {
        return unreachable.sum();
    }

    /** Returns how many grants clients accepted by an answer to them. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** Returns how many ended by another word of the client: LOCK, UNLOCK, CANCEL or a farewell. */
    public long settledOtherwise() {
        return settledOtherwise.sum();
    }

    /** Returns how many clients refused. */
    public long denied() {
        return denied.sum();
    }

    /** Returns how many were refused when an earlier sending may have been accepted. */
    public long doubtful() {
        return doubtful.sum();
    }

    /** Returns how often a client answered that it could not say yet. */
    public long notNow() {
        return notNow.sum();
    }

    /** Returns how many went to others because nobody answered. */
    public long expired() {
        return expired.sum();
    }

    /** Returns how many answers came that nobody had asked that sender for. */
    public long strangers() {
        return strangers.sum();
    }

    /** Returns how long it took from the offer to its acknowledgement. */
    public Latencies latencies() {
        return latencies;
    }
}
