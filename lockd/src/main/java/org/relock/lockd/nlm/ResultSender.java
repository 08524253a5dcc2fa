package org.relock.lockd.nlm;

import java.util.concurrent.CompletionStage;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.XdrEncodable;

/** Carries the results of the {@code _MSG} procedures. */
@FunctionalInterface
public interface ResultSender {

    /**
     * Calls a {@code _RES} procedure, once, at the NLM service of the host that called us: over the
     * same transport, and from the address of ours that it called. Does not wait.
     *
     * @param procedure 11 to 14
     * @return completes when the call is on its way or was given up; never exceptionally
     */
    CompletionStage<Void> send(
            Caller caller, NlmVersion version, int procedure, XdrEncodable results);
}
