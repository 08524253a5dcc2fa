package org.relock.state.rpc;

import java.nio.ByteBuffer;

/** The origin of a call whose reply, if it comes late, is kept. */
final class KeepingOrigin extends PassedOn {

    private final ReplyCache cache;
    private final CachedCall call;

    KeepingOrigin(Origin origin, ReplyCache cache, CachedCall call) {
        super(origin);
        this.cache = cache;
        this.call = call;
    }

    @Override
    public void replyLater(ByteBuffer reply, Runnable task) {
        byte[] bytes = new byte[reply.remaining()];
        reply.get(reply.position(), bytes);
        cache.done(call, bytes);
        super.replyLater(reply, task);
    }
}
