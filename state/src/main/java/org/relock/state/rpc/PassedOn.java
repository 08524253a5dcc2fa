package org.relock.state.rpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** An origin that stands before another. */
class PassedOn implements Origin {

    private final Origin origin;

    PassedOn(Origin origin) {
        this.origin = origin;
    }

    @Override
    public final InetSocketAddress remote() {
        return origin.remote();
    }

    @Override
    public final InetAddress local() {
        return origin.local();
    }

    @Override
    public final Transport transport() {
        return origin.transport();
    }

    @Override
    public void afterReply(Runnable task) {
        origin.afterReply(task);
    }

    @Override
    public void replyLater(ByteBuffer reply, Runnable task) {
        origin.replyLater(reply, task);
    }
}
