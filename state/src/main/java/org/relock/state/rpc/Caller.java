package org.relock.state.rpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Who makes a call, and where it arrived.
 *
 * @param remote the caller's address and port; an IPv4 peer is an {@link java.net.Inet4Address},
 *     whatever the socket
 * @param local the address of this host that was called on; the reply leaves from it
 * @param transport how the call came
 * @param credential what the caller says of itself
 * @param xid the call's transaction id
 */
public record Caller(
        InetSocketAddress remote,
        InetAddress local,
        Transport transport,
        Credential credential,
        int xid) {

    /** The first port that needs no privilege on the caller's host. */
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    /** Checks that nothing is missing. */
    public Caller {
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(credential, "credential");
    }

    /** Returns whether the call came from a port that only a privileged process may use. */
    public boolean fromPrivilegedPort() {
        return remote.getPort() < FIRST_UNPRIVILEGED_PORT;
    }
}
