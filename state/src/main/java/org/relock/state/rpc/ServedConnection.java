package org.relock.state.rpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * One TCP connection. It reads no further than it can answer: while too many calls are in flight,
 * or too many replies unsent, bytes stay with the peer.
 */
final class ServedConnection implements ServerLoop.Watched, Origin {

    /** Set in the record mark of a record's last fragment (RFC 5531, section 11). */
    private static final int LAST_FRAGMENT = 0x80000000;

    /** Links of the {@link IdleOrder}. */
    ServedConnection older;

    /** See {@link #older}. */
    ServedConnection newer;

    private final ServerLoop loop;
    private final ServedConnections connections;
    private final Limits limits;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final InetSocketAddress remote;
    private final InetAddress local;
    private final RecordParser parser;

    /** Bytes read from the peer in which no call has been looked for yet; null if none. */
    private ByteBuffer backlog;

    private final Outbox outbox;

    /** Written by the loop alone; other threads ask it whether the end of a call is awaited. */
    private volatile int operations = SelectionKey.OP_READ;

    /** How many bytes the loop has given to the outbox, all in all. */
    private long replied;

    private final AfterReplies afterReplies = new AfterReplies();

    private int callsInFlight;
    private int heldBytes;
    private long lastActive;
    private long halfwaySince;
    private long unreadSince;
    private boolean halfway;
    private boolean changed;
    private boolean waiting;
    private boolean ended;
    private boolean closed;

    ServedConnection(ServerLoop loop, SocketChannel channel) throws IOException {
        this.loop = loop;
        this.connections = loop.connections();
        this.limits = loop.limits();
        this.channel = channel;
        this.remote = (InetSocketAddress) channel.getRemoteAddress();
        this.local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        this.parser = new RecordParser(limits.recordBytes(), loop.memory());
        this.outbox = new Outbox(channel);
        this.lastActive = loop.now();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        this.key = loop.watch(channel, SelectionKey.OP_READ, this);
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
        return Transport.TCP;
    }

    long lastActive() {
        return lastActive;
    }

    /** Returns whether the peer waits for something of ours. */
    boolean isBusy() {
        return callsInFlight > 0 || !outbox.isEmpty() || backlog != null;
    }

    /** Notes that it is in use. */
    void touch(long now) {
        lastActive = now;
        connections.active(this);
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        touch(loop.now());
        if (key.isWritable()) {
            sendRest();
        }
        if (key.isReadable()) {
            read();
        }
        goOn();
    }

    @Override
    public void failed(Throwable why) {
        if (!(why instanceof IOException)) {
            RpcLog.loopFailed(why);
        }
        close(why.toString());
    }

    @Override
    public void stop() {
        backlog = null;
        goOn();
    }

    @Override
    public void afterReply(Runnable task) {
        afterReplies.add(task);
    }

    /** Sends the reply at once: to wake the loop for that would take longer than the sending. */
    @Override
    public void replyLater(ByteBuffer reply, Runnable afterwards) {
        if (afterwards != NOTHING || loop.isOurs(Thread.currentThread())) {
            loop.hand(() -> takeReply(reply, afterwards));
            return;
        }
        try {
            boolean sent = !reply.hasRemaining() || outbox.send(marked(reply));
            if (sent && (operations & SelectionKey.OP_READ) != 0) {
                loop.handWithoutHaste(this::callEnded);
            } else {
                loop.hand(this::callEndedAwaited);
            }
        } catch (Throwable e) { // The peer has gone, or there is no memory to keep the rest in.
            loop.hand(
                    () -> {
                        callEnded();
                        failed(e);
                    });
        }
    }

    private static ByteBuffer marked(ByteBuffer reply) {
        int mark = LAST_FRAGMENT | reply.remaining();
        return ByteBuffer.allocate(4 + reply.remaining()).putInt(mark).put(reply).flip();
    }

    private void callEnded() {
        callsInFlight--;
        loop.callEnded();
    }

    /** Something may depend on it: a rest to be sent, calls that were not read, a peer's end. */
    private void callEndedAwaited() {
        callEnded();
        goOnSoon();
    }

    /** Takes a reply from the loop's own thread. */
    private void takeReply(ByteBuffer reply, Runnable afterwards) {
        callEnded();
        if (closed || !reply.hasRemaining()) {
            AfterReplies.run(afterwards);
            return;
        }
        afterReplies.add(afterwards);
        try {
            // Sent when all that have come in this round are together.
            ByteBuffer record = marked(reply);
            replied += record.remaining();
            outbox.keep(record);
            afterReplies.endAt(replied);
        } catch (Throwable e) { // Out of memory.
            failed(e);
            return;
        }
        goOnSoon();
    }

    private void goOnSoon() {
        if (!closed && !changed) {
            changed = true;
            connections.changed(this);
        }
    }

    /** Others' calls have been answered, so that this one's can be begun. */
    void waitedEnough() {
        waiting = false;
        goOn();
    }

    /** Does what can be done without the peer, and says what is awaited from it. */
    void goOn() {
        if (closed) {
            return;
        }
        try {
            if (changed) {
                changed = false;
                touch(loop.now());
                sendRest();
            }
            while (backlog != null && mayBegin()) {
                ByteBuffer rest = backlog;
                backlog = null;
                answer(rest);
            }
            boolean reads = !ended && !connections.stopped() && backlog == null && mayBegin();
            if ((ended || connections.stopped()) && !isBusy()) {
                close("the peer has finished");
                return;
            }
            await(
                    (reads ? SelectionKey.OP_READ : 0)
                            | (outbox.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            account();
            if (!closed && !reads && !waiting && !loop.takesCalls()) {
                waiting = true;
                connections.waits(this);
            }
        } catch (Throwable e) { // It costs this one its connection, and nobody else theirs.
            failed(e);
        }
    }

    private void await(int wanted) {
        if (wanted != operations) {
            operations = wanted;
            key.interestOps(wanted);
        }
    }

    /** Returns whether another call may be begun. */
    private boolean mayBegin() {
        return callsInFlight < limits.connectionCallsInFlight()
                && loop.takesCalls()
                && outbox.size() <= limits.unsentBytes();
    }

    private void read() throws IOException {
        ByteBuffer in = loop.in();
        Optional<ByteBuffer> rest = parser.rest();
        long count;
        if (rest.isPresent()) {
            // To where it will be used from, and what is behind it to the others.
            count = channel.read(new ByteBuffer[] {rest.get(), in});
            parser.filled(rest.get().position());
        } else {
            count = channel.read(in);
        }
        if (count < 0) {
            // The peer may have closed its half only and wait for replies on the other.
            ended = true;
        } else if (count > 0) {
            answer(in.flip());
        }
    }

    /** Answers the calls in {@code in}, as many as may be begun, and keeps the rest. */
    private void answer(ByteBuffer in) throws IOException {
        XdrWriter out = loop.out();
        int sendBytes = Math.min(limits.unsentBytes(), ServerLoop.SEND_BYTES);
        XdrReader reader = loop.reader(in);
        boolean whole = false;
        try {
            while (mayBegin()) {
                RecordParser.Found found = parser.next(in);
                if (found == RecordParser.Found.NOTHING) {
                    break;
                }
                whole = true;
                if (found == RecordParser.Found.IN_PLACE) {
                    int limit = in.limit();
                    int end = in.position() + parser.length();
                    in.limit(end);
                    answer(reader, out);
                    in.limit(limit).position(end);
                } else {
                    answer(new XdrReader(parser.gathered()), out);
                }
                parser.done();
                if (out.size() >= sendBytes) {
                    send(out);
                    out = loop.out();
                }
            }
        } catch (MalformedXdrException e) {
            send(out);
            close(e.getMessage());
            return;
        }
        send(out);
        boolean wasHalfway = halfway;
        halfway = parser.isHalfway();
        if (halfway && (whole || !wasHalfway)) {
            halfwaySince = loop.now();
        }
        if (in.hasRemaining()) {
            backlog = loop.isShared(in) ? ByteBuffer.allocate(in.remaining()).put(in).flip() : in;
        }
    }

    private void answer(XdrReader record, XdrWriter out) {
        int start = out.size();
        out.i32(0);
        switch (loop.dispatcher().answer(record, this, out)) {
            case REPLIED -> out.patchI32(start, LAST_FRAGMENT | (out.size() - start - 4));
            case SILENT -> out.truncate(start);
            case LATER -> {
                out.truncate(start);
                callsInFlight++;
                loop.callBegun();
            }
        }
    }

    private void send(XdrWriter out) throws IOException {
        if (out.size() == 0) {
            return;
        }
        ByteBuffer records = out.written();
        replied += records.remaining();
        afterReplies.endAt(replied);
        outbox.send(records);
        afterReplies.sent(replied - outbox.size());
    }

    private void sendRest() throws IOException {
        if (outbox.sendKept() > 0) {
            unreadSince = loop.now();
        }
        // What other threads have added is not in the sum, so this is never too early.
        afterReplies.sent(replied - outbox.size());
    }

    /** Tells what is held. */
    private void account() {
        int before = heldBytes;
        int backlogged = backlog == null ? 0 : backlog.capacity();
        heldBytes = parser.held() + outbox.held() + backlogged;
        connections.holds(this, heldBytes - before, heldBytes > 0 || halfway);
    }

    /** Closes the connection if its peer has kept us waiting for too long. */
    void checkPatience(long now) {
        if (halfway && !mayBegin()) {
            halfwaySince = now; // It is we who do not read.
        }
        if (!outbox.isEmpty() && now - unreadSince >= limits.unread().toNanos()) {
            close("it does not read its replies");
        } else if (halfway && now - halfwaySince >= limits.halfRecord().toNanos()) {
            close("it does not finish a record");
        }
    }

    /** Closes the connection; what it holds is free at once. */
    void close(String why) {
        if (closed) {
            return;
        }
        closed = true;
        RpcLog.closed(remote, why);
        closeQuietly(channel);
        backlog = null;
        parser.done();
        outbox.clear();
        halfway = false;
        account();
        connections.closed(this);
        afterReplies.close();
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nobody left to tell, and the descriptor is gone all the same.
        }
    }
}
