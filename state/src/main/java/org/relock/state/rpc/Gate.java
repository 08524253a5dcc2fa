package org.relock.state.rpc;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Says who may call at all, as hosts.allow and hosts.deny do. A call that is not let in, NULL
 * included, is answered MSG_DENIED, AUTH_ERROR, AUTH_FAILED, and its connection stays.
 *
 * <p>It is asked for each call, on the thread that serves it, so it must not wait for anything.
 */
@FunctionalInterface
public interface Gate {

    /** Lets everybody in. */
    Gate OPEN = remote -> true;

    /**
     * Returns whether calls from {@code remote} are answered.
     *
     * @param remote an IPv4 caller is an {@link java.net.Inet4Address}, whatever the socket
     */
    boolean allows(InetAddress remote);

    /**
     * Returns what there is to wait for before {@link #allows} can be asked, a name being looked up
     * for instance; the call is kept meanwhile. It completes within a deadline, never
     * exceptionally.
     */
    default Optional<CompletionStage<Boolean>> undecided(InetAddress remote) {
        return Optional.empty();
    }
}
