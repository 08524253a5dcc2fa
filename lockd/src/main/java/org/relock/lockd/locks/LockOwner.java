package org.relock.lockd.locks;

import java.util.Objects;
import org.relock.state.xdr.Opaque;

/**
 * Who holds a lock: a client, and what its protocol calls the owner within it. Transport, protocol
 * version and server address are no part of it (NLM checks 20 and 21).
 *
 * @param client the client
 * @param name the protocol's name of the owner, compared byte by byte; for NLM the svid in four
 *     bytes and then the {@code oh}
 */
public record LockOwner(ClientId client, Opaque name) {

    /** Checks that nothing is missing. */
    public LockOwner {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(name, "name");
    }

    // Written out, because what a record has by itself is made at run time, which costs a daemon's
    // start 20 ms for the first one.
    @Override
    public boolean equals(Object other) {
        return other instanceof LockOwner that
                && client.equals(that.client)
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * client.hashCode() + name.hashCode();
    }
}
