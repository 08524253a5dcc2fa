package org.relock.state.rpc;

import java.net.InetAddress;

/**
 * Makes calls from addresses of this host's choice. Whoever is called back expects the address that
 * it called itself.
 */
@FunctionalInterface
public interface Outgoing {

    /**
     * Returns what calls over {@code transport} from {@code source}, the same each time. Does not
     * wait. If the address is not (or no longer) this host's, the calls end as {@link
     * RpcOutcome.Unreachable}.
     */
    RpcCalls from(InetAddress source, Transport transport);
}
