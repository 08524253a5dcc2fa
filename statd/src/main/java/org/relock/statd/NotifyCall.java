package org.relock.statd;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.relock.state.names.Addresses;
import org.relock.state.nsm.StatChange;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.relock.state.xdr.XdrEncodable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SM_NOTIFY: I, a peer, have rebooted. The answer is void whatever we make of it; it comes once the
 * callbacks it causes are on disk and the callout has ended.
 */
final class NotifyCall implements Handler<StatChange> {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyCall.class);

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final Notices notices;
    private final Callout callout;

    NotifyCall(Notices notices, Callout callout) {
        this.notices = notices;
        this.callout = callout;
    }

    @Override
    public Answer answer(Caller caller, StatChange notice) {
        LOG.debug("Received SM_NOTIFY from {}, state: {}", notice.monName(), notice.state());
        // The callout hears of every notice, whether anyone is concerned or not.
        CompletionStage<Void> calledOut =
                callout == Callout.NONE
                        ? DONE
                        : callout.smNotify(
                                notice.monName(),
                                Addresses.text(caller.remote().getAddress()),
                                notice.state());
        CompletionStage<Void> taken = notices.take(notice, caller.remote().getAddress());
        if (isDone(calledOut) && isDone(taken)) {
            return Answer.now(XdrEncodable.VOID);
        }
        return Answer.later(calledOut.thenCombine(taken, (one, other) -> XdrEncodable.VOID));
    }

    private static boolean isDone(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone();
    }
}
