package org.relock.state.rpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Where a message came from, and where an answer goes that takes longer. */
public interface Origin {

    /** Nothing to be done after a reply. */
    Runnable NOTHING = () -> {};

    /** Returns the caller's address and port, an IPv4 one as such. */
    InetSocketAddress remote();

    /** Returns the address that was called; the wildcard if that is not known. */
    InetAddress local();

    /** Returns how the message came. */
    Transport transport();

    /**
     * Takes note of what is to be run once the reply has been sent that {@link Dispatcher#answer}
     * is about to write; called by that method, on its thread.
     */
    void afterReply(Runnable task);

    /**
     * Takes the reply to a call for which {@link Dispatcher#answer} returned {@link
     * Dispatcher.Outcome#LATER}; once, from any thread, perhaps before that method has returned.
     *
     * @param reply the message without a record mark, the receiver's to keep; empty if nothing is
     *     to be sent after all
     * @param afterwards to be run once the reply has been sent, or cannot be sent any more
     */
    void replyLater(ByteBuffer reply, Runnable afterwards);
}
