package org.relock.state.rpc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.relock.state.xdr.MalformedXdrException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls over one UDP socket of a {@link RpcCallLoop}. A socket without an address of its own speaks
 * IPv4 and IPv6, where the host does.
 *
 * <p>A datagram ends a call only if it comes from the address and port called, carries the call's
 * xid and is a well-formed reply (acceptance check 90); any other is counted and forgotten. That a
 * port is closed the kernel tells a socket that calls one peer ({@link RpcCallLoop#udpTo}); on one
 * that calls many it is {@link RpcOutcome.Silence}. That there is no route is {@link
 * RpcOutcome.Unreachable} on both.
 */
public final class UdpCalls implements RpcCalls {

    private static final Logger LOG = LoggerFactory.getLogger(UdpCalls.class);

    /** Calls outstanding at once on one socket; each takes about half a kilobyte. */
    static final int MAX_PENDING = 65_536;

    /** Thousands of replies may come at once, in bytes; the kernel grants what its limit allows. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    /** Datagrams read between two looks at the timers. */
    private static final int DATAGRAMS_A_ROUND = 256;

    private final RpcCallLoop loop;
    private final DatagramChannel channel;
    private final SelectionKey key;
    private final Optional<String> notice;
    private final Map<Integer, UdpCall> pending = new HashMap<>();
    private final Queue<UdpCall> unsent = new ArrayDeque<>();
    private final Optional<InetSocketAddress> peer;
    private boolean shut;
    private volatile long ignored;

    UdpCalls(RpcCallLoop loop, CallSource source, Optional<InetSocketAddress> peer)
            throws IOException {
        this.loop = loop;
        this.peer = peer;
        channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            notice = source.bind(channel, new Unguessable());
            if (peer.isPresent()) {
                channel.connect(peer.get());
            }
            key = loop.register(channel, SelectionKey.OP_READ, this::ready);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        loop.adopt(this);
    }

    /** Returns the address and port that calls leave from. */
    public InetSocketAddress source() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("closed", e);
        }
    }

    /** Returns what an administrator should know of the source port, if there is anything. */
    public Optional<String> notice() {
        return notice;
    }

    /** Returns how many datagrams were nobody's reply: late, doubled, forged or malformed. */
    public long ignored() {
        return ignored;
    }

    @Override
    public CompletableFuture<RpcOutcome> call(
            RpcCall call, List<Duration> again, Duration patience) {
        checkPeer(call);
        UdpCall made = new UdpCall(call, again, patience);
        CompletableFuture<RpcOutcome> unused =
                made.future.whenComplete((outcome, failure) -> made.endedOutside());
        loop.execute(made::begin);
        return made.future;
    }

    @Override
    public CompletableFuture<Boolean> tell(RpcCall call, Duration patience) {
        checkPeer(call);
        boolean tried = told(call.to(), ByteBuffer.wrap(Pending.oneWay(call)));
        return CompletableFuture.completedFuture(tried);
    }

    /** A datagram for which the kernel has no room is as lost as one that the network drops. */
    private boolean told(InetSocketAddress to, ByteBuffer message) {
        try {
            channel.send(message, to);
            return true;
        } catch (IOException | UnsupportedAddressTypeException e) {
            LOG.debug("sending to {}: {}", to, e.toString());
            return false;
        }
    }

    private void checkPeer(RpcCall call) {
        if (peer.isPresent() && !peer.get().equals(call.to())) {
            throw new IllegalArgumentException("this socket calls " + peer.get() + " only");
        }
    }

    @Override
    public void close() {
        loop.closeWith(this::shut);
    }

    private void shut() {
        if (shut) {
            return;
        }
        shut = true;
        loop.disown(this);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a UDP socket: {}", e.toString());
        }
        endAll(RpcOutcome.Silence.INSTANCE);
    }

    private void endAll(RpcOutcome outcome) {
        for (UdpCall call : new ArrayList<>(pending.values())) {
            call.end(outcome);
        }
    }

    private void ready(SelectionKey ready) {
        if (ready.isValid() && ready.isReadable()) {
            receive();
        }
        if (ready.isValid() && ready.isWritable()) {
            sendUnsent();
        }
    }

    private void sendUnsent() {
        key.interestOps(SelectionKey.OP_READ);
        for (int i = unsent.size(); i > 0; i--) {
            UdpCall call = unsent.remove();
            call.queued = false;
            if (call.live) {
                call.send();
            }
        }
    }

    private void receive() {
        for (int i = 0; i < DATAGRAMS_A_ROUND; i++) {
            ByteBuffer buffer = loop.buffer();
            try {
                SocketAddress from = channel.receive(buffer);
                if (from == null) {
                    return;
                }
                accept(from, buffer.flip());
            } catch (PortUnreachableException e) {
                endAll(new RpcOutcome.Unreachable("port unreachable"));
            } catch (IOException e) {
                // Reading took the error off the socket; the calls have their deadlines.
                LOG.debug("receiving replies: {}", e.toString());
                return;
            }
        }
    }

    private void accept(SocketAddress from, ByteBuffer datagram) {
        UdpCall call = datagram.remaining() < 4 ? null : pending.get(datagram.getInt());
        if (call == null || !call.call.to().equals(from)) {
            ignore();
            return;
        }
        try {
            call.end(ReplyDecoding.decode(datagram));
        } catch (MalformedXdrException e) {
            // Whoever sent it, the true reply may still come.
            ignore();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the loop's thread writes it
    private void ignore() {
        ignored++;
    }

    private final class UdpCall extends Pending {
        private int sendings;
        private boolean queued;
        private volatile boolean live;

        UdpCall(RpcCall call, List<Duration> again, Duration patience) {
            super(call, again, patience);
        }

        void begin() {
            if (future.isDone()) {
                return;
            }
            if (shut) {
                future.complete(RpcOutcome.Silence.INSTANCE);
            } else if (pending.size() >= MAX_PENDING) {
                future.complete(new RpcOutcome.Unreachable("too many calls at once"));
            } else {
                live = true;
                do {
                    name(loop.random().next());
                } while (pending.putIfAbsent(xid, this) != null);
                fire();
            }
        }

        /** Sends the call for the first time or again; after the last time, gives up. */
        @Override
        void fire() {
            if (sendings > again.size()) {
                end(RpcOutcome.Silence.INSTANCE);
                return;
            }
            Duration wait = sendings < again.size() ? again.get(sendings) : patience;
            sendings++;
            loop.timers().schedule(this, loop.now() + nanos(wait));
            if (!queued) {
                send();
            }
        }

        void send() {
            try {
                if (channel.send(ByteBuffer.wrap(message), call.to()) == 0) {
                    queued = true;
                    unsent.add(this);
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                }
            } catch (IOException | UnsupportedAddressTypeException e) {
                end(new RpcOutcome.Unreachable(e.toString()));
            }
        }

        void end(RpcOutcome outcome) {
            live = false;
            pending.remove(xid);
            loop.timers().cancel(this);
            future.complete(outcome);
        }

        /** Whoever holds the future completed it: nothing more is to be sent. */
        void endedOutside() {
            if (live) {
                loop.execute(() -> end(RpcOutcome.Silence.INSTANCE));
            }
        }
    }
}
