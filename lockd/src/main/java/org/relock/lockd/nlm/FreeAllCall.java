package org.relock.lockd.nlm;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.hosts.Client;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.XdrEncodable;

/**
 * FREE_ALL: everything of the client goes, if it is the client who says so (NLM checks 24 and 58).
 * The answer is void whatever comes of it.
 */
final class FreeAllCall implements Decision<NlmNotify> {

    private static final CompletableFuture<Boolean> READY = CompletableFuture.completedFuture(true);

    private final NlmDesk desk;
    private final Reception reception;

    FreeAllCall(NlmDesk desk, Reception reception) {
        this.desk = desk;
        this.reception = reception;
    }

    @Override
    public CompletableFuture<Reply> on(Caller caller, NlmNotify notice) {
        return reception.safe(
                reception.inOrder(
                        caller,
                        notice.name(),
                        READY,
                        ready -> free(caller, notice.name()),
                        FreeAllCall::reply));
    }

    private Reply free(Caller caller, String name) {
        Optional<Client> client = reception.known("NLM_FREE_ALL", caller, name);
        client.ifPresent(desk.clients()::farewell);
        return new Reply(NlmStat.GRANTED, XdrEncodable.VOID, desk.grants()::deliver);
    }

    private static Reply reply(NlmStat stat) {
        return new Reply(stat, XdrEncodable.VOID, Reply.NOTHING);
    }
}
