package org.relock.state.notify;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.relock.state.rpc.Transport;

/** One thing to do now on the way to telling one peer. Each is answered exactly once. */
sealed interface NotifyStep {

    /** For whom. */
    Notice notice();

    /** Find the addresses of {@link Notice#host()}. */
    record LookUp(Notice notice) implements NotifyStep {}

    /**
     * Ask the rpcbind at {@code address} for statd's port.
     *
     * @param over how to ask
     * @param wanted which of statd's ports
     */
    record AskPort(
            Notice notice, InetAddress address, Transport over, Transport wanted, Ticket ticket)
            implements NotifyStep {}

    /**
     * Send SM_NOTIFY.
     *
     * @param name our name, as this notice says it
     */
    record Tell(Notice notice, InetSocketAddress to, Transport over, String name, Ticket ticket)
            implements NotifyStep {}

    /** A datagram's place in the {@link SendWindow}. */
    final class Ticket {
        long sentAt;
        boolean holdsPlace;
    }
}
