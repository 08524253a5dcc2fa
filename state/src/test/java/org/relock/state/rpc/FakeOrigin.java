package org.relock.state.rpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A caller without a socket, who writes down what is answered later. */
final class FakeOrigin implements Origin {

    final List<String> later = new ArrayList<>();

    /** What is to be run after the last reply. */
    Runnable afterwards = NOTHING;

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress("192.0.2.1", 1023);
    }

    @Override
    public InetAddress local() {
        return new InetSocketAddress("192.0.2.2", 111).getAddress();
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public void afterReply(Runnable task) {
        afterwards = task;
    }

    @Override
    public void replyLater(ByteBuffer reply, Runnable task) {
        afterwards = task;
        byte[] bytes = new byte[reply.remaining()];
        reply.get(bytes);
        later.add(Wire.hex(bytes));
    }
}
