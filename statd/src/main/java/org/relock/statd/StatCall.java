package org.relock.statd;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.relock.state.names.Names;
import org.relock.state.names.NumericAddress;
import org.relock.state.nsm.SmName;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;

/**
 * SM_STAT: is this a host that could be watched? Anyone may ask, and the state number is in either
 * answer. Nothing is looked up for an address, and for a name only what the caller's budget allows.
 */
final class StatCall implements Handler<SmName> {

    private final Names names;
    private final LookupBudget budget;
    private final OwnState ownState;
    private final Executor workers;

    StatCall(Names names, LookupBudget budget, OwnState ownState, Executor workers) {
        this.names = names;
        this.budget = budget;
        this.ownState = ownState;
        this.workers = workers;
    }

    @Override
    public Answer answer(Caller caller, SmName asked) {
        String name = asked.monName();
        InetAddress source = caller.remote().getAddress();
        CompletableFuture<Boolean> known;
        if (NumericAddress.parse(name).isPresent()) {
            known = CompletableFuture.completedFuture(true);
        } else if (NameRules.isHostName(name)) {
            known =
                    budget.run(source, () -> names.canonical(name), Optional.<String>empty())
                            .thenApply(Optional::isPresent);
        } else {
            known = CompletableFuture.completedFuture(false);
        }
        return Answer.later(
                known.thenApplyAsync(
                        succeeded -> new SmStatRes(succeeded, ownState.fresh()), workers));
    }
}
