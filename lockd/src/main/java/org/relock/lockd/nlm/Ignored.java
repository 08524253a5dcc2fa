package org.relock.lockd.nlm;

import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;

/**
 * What a server has no use for: GRANTED_MSG, and the results of {@code _MSG} calls, of which we
 * make none. Whoever sends them learns nothing from it (NLM check 7).
 *
 * @param <A> the arguments
 */
final class Ignored<A> implements Handler<A> {

    private final int procedure;
    private final NlmCounters counters;

    Ignored(int procedure, NlmCounters counters) {
        this.procedure = procedure;
        this.counters = counters;
    }

    @Override
    public Answer answer(Caller caller, A arguments) {
        counters.called(procedure);
        return Answer.none();
    }
}
