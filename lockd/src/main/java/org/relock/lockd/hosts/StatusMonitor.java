package org.relock.lockd.hosts;

import java.util.concurrent.CompletableFuture;
import org.relock.state.xdr.Opaque;

/**
 * The local status monitor (statd), in another process or in this one. No method waits; the futures
 * always complete, never exceptionally.
 */
public interface StatusMonitor {

    /**
     * Asks to hear of a host's reboots (SM_MON). Asked again with the same {@code priv} it does
     * nothing new.
     *
     * @param monName the host's name or address
     * @param priv 16 bytes to be given back with the news
     */
    CompletableFuture<MonResult> mon(String monName, Opaque priv);

    /**
     * Asks to hear no more of a host (SM_UNMON).
     *
     * @return false if there was no answer
     */
    CompletableFuture<Boolean> unmon(String monName);

    /**
     * Asks it to behave as after a reboot and tell every host it watches (SM_SIMU_CRASH), because
     * locks were lost without one.
     *
     * @return false if there was no answer
     */
    default CompletableFuture<Boolean> simulateCrash() {
        return CompletableFuture.completedFuture(false);
    }

    /** Whether it is there, found out in a second or two. */
    CompletableFuture<Boolean> answers();
}
