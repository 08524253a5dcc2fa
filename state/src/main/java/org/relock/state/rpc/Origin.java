package org.relock.state.rpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Where a message came from, and where an answer goes that takes longer. */
public interface Origin {

    /** Returns the caller's address and port, an IPv4 one as such. */
    InetSocketAddress remote();

    /** Returns the address that was called; the wildcard if that is not known. */
    InetAddress local();

    /** Returns how the message came. */
    Transport transport();

    /**
     * Takes the reply to a call for which {@link Dispatcher#answer} returned {@link
     * Dispatcher.Outcome#LATER}; once, from any thread, perhaps before that method has returned.
     *
     * @param reply the message without a record mark, the receiver's to keep; empty if nothing is
     *     to be sent after all
     */
    void replyLater(ByteBuffer reply);
}
