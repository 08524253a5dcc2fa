package org.relock.statd;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.SmStat;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SM_UNMON_ALL: no longer watch any host for me. The newest wish ends first, as in nfs-utils. */
final class UnmonAllCall implements Handler<MyId> {

    private static final Logger LOG = LoggerFactory.getLogger(UnmonAllCall.class);

    private final LocalCallers localCallers;
    private final MonitorList list;
    private final Watching watching;
    private final OwnState ownState;
    private final Executor workers;

    UnmonAllCall(
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
    public Answer answer(Caller caller, MyId request) {
        LOG.debug("Received SM_UNMON_ALL from {}", request.myName());
        CompletionStage<Void> ended = CompletableFuture.completedFuture(null);
        if (localCallers.admit(caller)) {
            MyId watcher = NameRules.withoutBlanks(request);
            for (Monitor monitor : list.of(watcher)) {
                ended = ended.thenCompose(nothing -> end(monitor, watcher));
            }
        }
        return Answer.later(ended.thenApplyAsync(nothing -> new SmStat(ownState.fresh()), workers));
    }

    private CompletionStage<Void> end(Monitor monitor, MyId watcher) {
        return watching.end(monitor, monitor.record().monName(), watcher.myName())
                .exceptionally(
                        failure -> {
                            LOG.error("Failed to delete: {}", failure.toString());
                            return null;
                        });
    }
}
