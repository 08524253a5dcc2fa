package org.relock.lockd.nlm;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.relock.state.xdr.XdrEncodable;

/**
 * Answers a {@code _MSG} procedure: no RPC reply, and one call of the {@code _RES} procedure (NLM
 * check 6); what the answer sets loose follows that.
 *
 * @param <A> the arguments
 */
final class Messaged<A> implements Handler<A> {

    /** From a {@code _MSG} procedure's number to that of its {@code _RES}. */
    private static final int TO_RESULT = 5;

    private final int procedure;
    private final String name;
    private final NlmVersion version;
    private final Decision<A> decision;
    private final NlmDesk desk;
    private final KeptResults kept;
    private final NlmLog log;

    Messaged(
            int procedure,
            String name,
            NlmVersion version,
            Decision<A> decision,
            NlmDesk desk,
            KeptResults kept,
            NlmLog log) {
        this.procedure = procedure;
        this.name = name;
        this.version = version;
        this.decision = decision;
        this.desk = desk;
        this.kept = kept;
        this.log = log;
    }

    @Override
    public Answer answer(Caller caller, A arguments) {
        desk.counters().called(procedure);
        KeptResults.Key call = KeptResults.Key.of(caller, version, procedure, arguments);
        KeptResults.Verdict verdict = kept.claim(call);
        if (verdict instanceof KeptResults.Verdict.New) {
            decide(caller, arguments, call);
        } else if (verdict instanceof KeptResults.Verdict.Done done) {
            send(caller, done.results(), Reply.NOTHING);
        }
        return Answer.none();
    }

    private void decide(Caller caller, A arguments, KeptResults.Key call) {
        CompletableFuture<Reply> decided;
        try {
            decided = decision.on(caller, arguments);
        } catch (RuntimeException failure) {
            decided = CompletableFuture.failedFuture(failure);
        }
        var unused =
                decided.whenComplete(
                        (reply, failure) -> {
                            if (failure != null) {
                                kept.done(call, Optional.empty());
                                log.failed(name, failure);
                            } else {
                                kept.done(call, Optional.of(reply.results()));
                                desk.counters().answered(procedure, reply.stat());
                                log.answered(name, version, caller, reply.stat());
                                send(caller, reply.results(), reply.afterwards());
                            }
                        });
    }

    private void send(Caller caller, XdrEncodable results, Runnable afterwards) {
        var unused =
                desk.results()
                        .send(caller, version, procedure + TO_RESULT, results)
                        .whenComplete((nothing, failure) -> afterwards.run());
    }
}
