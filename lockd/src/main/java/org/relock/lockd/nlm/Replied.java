package org.relock.lockd.nlm;

import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;

/**
 * Answers a procedure with an RPC reply; what the answer sets loose follows it.
 *
 * @param <A> the arguments
 */
final class Replied<A> implements Handler<A> {

    private final int procedure;
    private final String name;
    private final NlmVersion version;
    private final Decision<A> decision;
    private final NlmCounters counters;
    private final NlmLog log;

    Replied(
            int procedure,
            String name,
            NlmVersion version,
            Decision<A> decision,
            NlmCounters counters,
            NlmLog log) {
        this.procedure = procedure;
        this.name = name;
        this.version = version;
        this.decision = decision;
        this.counters = counters;
        this.log = log;
    }

    @Override
    public Answer answer(Caller caller, A arguments) {
        counters.called(procedure);
        CompletableFuture<Reply> decided = decision.on(caller, arguments);
        if (decided.isDone()) {
            Reply reply = decided.join();
            told(caller, reply);
            return Answer.now(reply.results()).afterwards(reply.afterwards());
        }
        return Answer.later(
                        decided.thenApply(
                                reply -> {
                                    told(caller, reply);
                                    return reply.results();
                                }))
                .afterwards(
                        () -> {
                            if (!decided.isCompletedExceptionally()) {
                                decided.join().afterwards().run();
                            }
                        });
    }

    private void told(Caller caller, Reply reply) {
        counters.answered(procedure, reply.stat());
        log.answered(name, version, caller, reply.stat());
    }
}
