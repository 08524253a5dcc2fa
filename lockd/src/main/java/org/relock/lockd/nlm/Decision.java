package org.relock.lockd.nlm;

import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.Caller;

/**
 * A procedure, whichever way its answer goes: <em>remember</em> and <em>decide</em> of the five
 * steps.
 *
 * @param <A> the arguments
 */
@FunctionalInterface
interface Decision<A> {

    /** Decides; complete at once unless somebody had to be asked. Does not wait. */
    CompletableFuture<Reply> on(Caller caller, A arguments);
}
