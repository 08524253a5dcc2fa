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

    /** Ends all calls with {@link RpcOutcome.Silence} and frees the socket. */
    @Override
    void close();
}
