package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.xdr.Opaque;

/**
 * The register of clients, as the procedures of NLM see it. No method waits. The numbers of the
 * clients it makes are positive.
 */
public interface Clients {

    /**
     * Returns the client that calls from {@code remote} under {@code callerName}, made if need be;
     * empty if there are too many already.
     *
     * @param callerName {@code caller_name}, at most 1024 bytes that may be anything
     */
    Optional<Client> clientOf(InetAddress remote, String callerName);

    /** Returns the client that calls from {@code remote} under {@code callerName}; makes none. */
    Optional<Client> find(InetAddress remote, String callerName);

    /**
     * Whether a client of this name is known and none of its addresses is {@code remote}: whoever
     * calls from there speaks in another's name (NLM check 24).
     */
    boolean isKnownElsewhere(InetAddress remote, String callerName);

    /**
     * Makes sure that the status monitor watches the client and that its record is stored, so that
     * each hears of the other's reboot. Complete at once for a client that is remembered already;
     * false if it is not to have a lock (NLM4_DENIED_NOLOCKS); never exceptionally.
     *
     * @param server the address of ours that the client called
     */
    CompletableFuture<Boolean> remember(Client client, InetAddress server);

    /**
     * As {@link #remember}, but of what NM_LOCK takes: only the record is stored, so that the
     * client's number means the same after a restart; the status monitor is not asked.
     */
    CompletableFuture<Boolean> rememberUnwatched(Client client, InetAddress server);

    /**
     * The status monitor says that a host has rebooted (private SM_NOTIFY). It counts only if
     * {@code priv} is what was given to the monitor with that name; nobody is told whether it was.
     */
    void notified(String monName, int state, Opaque priv);

    /** The client says that it holds nothing any more (FREE_ALL): everything of it is released. */
    void farewell(Client client);

    /**
     * A LOCK of the client bears this {@code state}. One that differs from what it said before is a
     * hint that it has rebooted and nothing more: the status monitor is asked once more to watch
     * it, in the background, and no lock is dropped (NLM check 54).
     */
    default void stateSeen(Client client, int state) {}

    /**
     * Returns the state that a client said last, or that a notice of its reboot said; 0 for none.
     */
    default int stateOf(Client client) {
        return 0;
    }
}
