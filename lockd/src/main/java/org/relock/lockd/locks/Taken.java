package org.relock.lockd.locks;

import java.net.InetAddress;
import java.util.Objects;

/**
 * How something came to be taken: what releases by server address and by reboot go by, and what an
 * administrator wants to see.
 *
 * @param server the address of ours that the client called
 * @param clientState the client's NSM state number as it told us; 0 if it did not
 * @param monitored false for what NM_LOCK took
 * @param sinceMillis wall-clock time, in milliseconds of the epoch; for eyes only
 */
public record Taken(InetAddress server, int clientState, boolean monitored, long sinceMillis) {

    /** Checks that nothing is missing. */
    public Taken {
        Objects.requireNonNull(server, "server");
    }

    /**
     * Whether it was taken before the client came up with {@code state}: with no state (0), or with
     * one that comes before it. State numbers wrap around, so "before" is by signed difference.
     */
    boolean isBefore(int state) {
        return isBefore(clientState, state);
    }

    static boolean isBefore(int clientState, int state) {
        return clientState == 0 || clientState - state < 0;
    }
}
