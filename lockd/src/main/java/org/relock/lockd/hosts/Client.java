package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.util.Objects;
import org.relock.lockd.locks.ClientId;

/**
 * A client: the address it calls from and the name it gives itself. Several names may come from one
 * address (NLM check 22); a name from several addresses is one client only where the administrator
 * said so (NLM check 23).
 *
 * @param id the engine's name for it
 * @param address where it called from when it was first seen
 * @param callerName {@code caller_name}, at most 1024 bytes, as they came; hostile
 */
public record Client(ClientId id, InetAddress address, String callerName) {

    /** Checks that nothing is missing. */
    public Client {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(callerName, "callerName");
    }
}
