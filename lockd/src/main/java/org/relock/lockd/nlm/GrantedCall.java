package org.relock.lockd.nlm;

import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.Caller;

/** GRANTED, from a server to its client: we wait for nobody's lock, so it is DENIED. */
final class GrantedCall implements Decision<TestArgs> {

    private final NlmVersion version;

    GrantedCall(NlmVersion version) {
        this.version = version;
    }

    @Override
    public CompletableFuture<Reply> on(Caller caller, TestArgs arguments) {
        NlmRes res = new NlmRes(arguments.cookie(), NlmStat.DENIED);
        return CompletableFuture.completedFuture(Reply.of(version, res, Reply.NOTHING));
    }
}
