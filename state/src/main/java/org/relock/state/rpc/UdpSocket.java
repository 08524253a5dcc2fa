package org.relock.state.rpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.relock.state.xdr.XdrWriter;

/**
 * A datagram socket of one local address, or of the wildcard. Nothing that is received and no reply
 * that cannot be sent ends it.
 */
final class UdpSocket implements ServerLoop.Watched {

    /** Finds the socket to answer from; for datagrams to addresses that have none of their own. */
    interface Chooser {
        /** Returns the socket of the address that was called, or {@code own} if nobody knows. */
        UdpSocket choose(UdpSocket own, InetSocketAddress remote);
    }

    private final ServerLoop loop;
    private final DatagramChannel channel;
    private final InetAddress local;
    private final Chooser chooser;
    private final SelectionKey key;

    UdpSocket(ServerLoop loop, DatagramChannel channel, InetAddress local, Chooser chooser)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.local = local;
        this.chooser = chooser;
        this.key = loop.watch(channel, SelectionKey.OP_READ, this);
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        for (int i = 0; i < loop.limits().datagramsPerRound(); i++) {
            ByteBuffer in = loop.in();
            InetSocketAddress remote = (InetSocketAddress) channel.receive(in);
            if (remote == null) {
                return;
            }
            received(remote, in.flip());
        }
    }

    /** Answers one datagram. */
    void received(InetSocketAddress remote, ByteBuffer datagram) {
        // Nothing can be sent to port 0, and nobody calls from there who wants an answer.
        if (remote.getPort() == 0 || datagram.remaining() > loop.limits().datagramBytes()) {
            return;
        }
        if (!loop.takesCalls()) {
            return; // The caller will call again.
        }
        UdpSocket socket = chooser.choose(this, remote);
        XdrWriter out = loop.out();
        Call call = socket.new Call(remote);
        switch (loop.dispatcher().answer(loop.reader(datagram), call, out)) {
            case REPLIED -> {
                socket.send(out.written(), remote);
                AfterReplies.run(call.afterwards);
            }
            case LATER -> loop.callBegun();
            case SILENT -> {}
        }
    }

    private void send(ByteBuffer reply, InetSocketAddress remote) {
        if (reply.remaining() > Limits.LARGEST_DATAGRAM) {
            RpcLog.unsendable(remote, reply.remaining() + " bytes do not fit into a datagram");
            return;
        }
        try {
            if (channel.isOpen()) {
                // If the socket has no room the reply is lost, as any datagram may be.
                channel.send(reply, remote);
            }
        } catch (IOException | RuntimeException e) {
            RpcLog.unsendable(remote, e.toString());
        }
    }

    @Override
    public void failed(Throwable why) {
        if (channel.isOpen()) {
            RpcLog.loopFailed(why);
        }
    }

    @Override
    public void stop() {
        if (key.isValid()) {
            key.interestOps(0);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nobody left to tell, and the descriptor is gone all the same.
        }
    }

    DatagramChannel channel() {
        return channel;
    }

    InetAddress local() {
        return local;
    }

    /** One call's way back. */
    private final class Call implements Origin {
        private final InetSocketAddress remote;
        private Runnable afterwards = NOTHING;

        Call(InetSocketAddress remote) {
            this.remote = remote;
        }

        @Override
        public InetSocketAddress remote() {
            return remote;
        }

        @Override
        public InetAddress local() {
            return local;
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
            if (task == NOTHING) {
                answer(reply); // By this thread: to wake the loop would take longer.
                loop.handWithoutHaste(loop::callEnded);
            } else {
                loop.hand(
                        () -> {
                            loop.callEnded();
                            answer(reply);
                            AfterReplies.run(task);
                        });
            }
        }

        private void answer(ByteBuffer reply) {
            if (reply.hasRemaining()) {
                send(reply, remote);
            }
        }
    }
}
