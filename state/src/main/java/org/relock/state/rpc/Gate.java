package org.relock.state.rpc;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Says who may call at all, and what of their credentials is believed. It works as hosts.allow and
 * hosts.deny do. A call that is not let in, NULL included, is answered MSG_DENIED, AUTH_ERROR,
 * AUTH_FAILED, and its connection stays.
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

    /**
     * Returns what is believed of what a caller says of itself; empty if that must be found out
     * first.
     */
    default Optional<Credential> believed(Credential said) {
        return Optional.of(said);
    }

    /**
     * Finds out what is believed of a caller; the call is kept meanwhile. It completes within a
     * deadline, never exceptionally; with nothing if it cannot be found out now. Then the call is
     * not answered, and the caller will ask again.
     */
    default CompletionStage<Optional<Credential>> findOut(Credential said) {
        return CompletableFuture.completedFuture(believed(said));
    }
}
