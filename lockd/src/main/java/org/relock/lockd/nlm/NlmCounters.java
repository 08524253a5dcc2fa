package org.relock.lockd.nlm;

import java.util.concurrent.atomic.LongAdder;

/** How often each procedure was called, and how often it answered what; for all versions. */
public final class NlmCounters {

    private static final int STATUSES = NlmStat.values().length;

    private final LongAdder[] calls = adders(Nlm.PROCEDURES);
    private final LongAdder[] answers = adders(Nlm.PROCEDURES * STATUSES);
    private final LongAdder thefts = new LongAdder();

    /** Starts at nothing. */
    public NlmCounters() {}

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    /** A call was understood. */
    void called(int procedure) {
        calls[procedure].increment();
    }

    /** A call is answered, in a reply or a {@code _RES}. */
    void answered(int procedure, NlmStat stat) {
        answers[procedure * STATUSES + stat.number()].increment();
    }

    /** Somebody spoke in another's name. */
    void theft() {
        thefts.increment();
    }

    /**
     * Returns how many calls of a procedure were understood.
     *
     * @param procedure 1 to 23
     */
    public long calls(int procedure) {
        return calls[procedure].sum();
    }

    /**
     * Returns how many calls of a procedure were answered so, before the status was mapped to what
     * an older version has.
     *
     * @param procedure 1 to 23
     */
    public long answers(int procedure, NlmStat stat) {
        return answers[procedure * STATUSES + stat.number()].sum();
    }

    /** Returns how many calls spoke in another client's name (NLM check 24). */
    public long thefts() {
        return thefts.sum();
    }
}
