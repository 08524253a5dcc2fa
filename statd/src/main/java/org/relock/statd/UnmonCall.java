package org.relock.statd;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.SmStat;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SM_UNMON: no longer watch that host for me. The protocol has no way to say that it failed. */
final class UnmonCall implements Handler<MonId> {

    private static final Logger LOG = LoggerFactory.getLogger(UnmonCall.class);

    private final LocalCallers localCallers;
    private final MonitorList list;
    private final Watching watching;
    private final OwnState ownState;
    private final Executor workers;

    UnmonCall(
            LocalCallers localCallers,
            MonitorList list,
            Watching watching,
            OwnState ownState,
            Executor workers) {
        this.localCallers = localCallers;
        this.list = list;
        this.watching = watching;
        this.ownState = ownState;
        this.workers = workers;
    }

    @Override
    public Answer answer(Caller caller, MonId request) {
        MyId myId = request.myId();
        LOG.debug("Received SM_UNMON for {} from {}", request.monName(), myId.myName());
        if (!localCallers.admit(caller)) {
            return Answer.later(state());
        }
        MyId watcher = NameRules.withoutBlanks(myId);
        return Answer.later(
                watching.unwatch(new MonId(request.monName(), watcher))
                        .thenCompose(ended -> reply(ended, request.monName(), watcher.myName())));
    }

    private CompletionStage<SmStat> reply(int ended, String monName, String myName) {
        if (ended > 0) {
            // What ended a wish was a worker, and still is this thread.
            return CompletableFuture.completedFuture(new SmStat(ownState.fresh()));
        }
        unknown(monName, myName);
        return state();
    }

    private void unknown(String monName, String myName) {
        if (list.size() == 0) {
            LOG.warn(
                    "Received SM_UNMON request from {} for {} while not monitoring any hosts",
                    myName,
                    monName);
        } else {
            LOG.warn("Received erroneous SM_UNMON request from {} for {}", myName, monName);
        }
    }

    private CompletableFuture<SmStat> state() {
        return CompletableFuture.supplyAsync(() -> new SmStat(ownState.fresh()), workers);
    }
}
