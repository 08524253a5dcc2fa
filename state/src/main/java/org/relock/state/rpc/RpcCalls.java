package org.relock.state.rpc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Makes RPC calls from one source address and port, any number at a time, without a thread for
 * each. A reply counts only if it comes from the address and port that was called and carries the
 * call's own random xid.
 */
public interface RpcCalls extends AutoCloseable {

    /**
     * Sends {@code call} once now and, over UDP, again with the same xid after each of {@code
     * again}, counted from the sending before it; gives up {@code patience} after the last one.
     * Over TCP it is sent once and {@code again} only adds to the patience.
     *
     * <p>The future never completes exceptionally and always completes; completing or cancelling it
     * from outside ends the call. It completes on the I/O thread, so what follows must not wait.
     */
    CompletableFuture<RpcOutcome> call(RpcCall call, List<Duration> again, Duration patience);

    /**
     * Sends {@code call} once and waits for no reply, for the procedures that have none. Where the
     * way is open (a UDP socket, a connection that has nothing left to send), the calling thread
     * writes it before this returns. A reply that comes all the same is nobody's.
     *
     * @param patience how long it may wait for a connection
     * @return complete once it is handed to the network, with false if the network said no; never
     *     exceptionally
     */
    default CompletableFuture<Boolean> tell(RpcCall call, Duration patience) {
        return call(call, List.of(), patience)
                .thenApply(
                        outcome ->
                                outcome instanceof RpcOutcome.Success
                                        || outcome instanceof RpcOutcome.Silence);
    }

    /** Ends all calls with {@link RpcOutcome.Silence} and frees the socket. */
    @Override
    void close();
}
