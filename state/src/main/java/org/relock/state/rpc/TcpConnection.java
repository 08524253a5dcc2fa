package org.relock.state.rpc;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.relock.state.rpc.TcpCalls.TcpCall;
import org.relock.state.xdr.MalformedXdrException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one server, and the calls it carries. It belongs to the loop's thread, but for
 * {@link #writeNow}; what both touch is under the lock of {@link #unsent}.
 */
final class TcpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    /** How long a connection stays open for the next call. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** The largest reply, in bytes; the longest one we ask for is rpcbind's whole table. */
    private static final int REPLY_LIMIT = 1 << 18;

    private static final int LAST_FRAGMENT = 0x8000_0000;

    private final TcpCalls calls;
    private final RpcCallLoop loop;
    private final InetSocketAddress server;
    private final Map<Integer, TcpCall> pending = new HashMap<>();
    private final Queue<Unsent> unsent = new ArrayDeque<>();
    private final ReplyRecords records = new ReplyRecords(REPLY_LIMIT);
    private final IdleTimer idleTimer = new IdleTimer();
    private Optional<SocketChannel> channel = Optional.empty();
    private Optional<SelectionKey> key = Optional.empty();
    private boolean connected;
    private boolean distrusted;
    private boolean closed;

    /** When somebody last wrote past the loop, or when this was made. */
    private long writtenAt;

    /** A record on its way out, and the call that it is; empty for one of {@link #writeNow}. */
    private record Unsent(ByteBuffer record, Optional<TcpCall> call) {}

    /** It connects when the first call is there. */
    TcpConnection(TcpCalls calls, InetSocketAddress server) {
        this.calls = calls;
        this.loop = calls.loop();
        this.server = server;
        writtenAt = loop.now();
    }

    InetSocketAddress server() {
        return server;
    }

    /** Returns whether it could be closed without harm. */
    boolean idle() {
        return pending.isEmpty();
    }

    /** Sends {@code call} as soon as the connection is there, opening it if this is the first. */
    void carry(TcpCall call) {
        do {
            call.name(loop.random().next());
        } while (pending.putIfAbsent(call.xid, call) != null);
        call.carriedBy(this);
        loop.timers().cancel(idleTimer);
        synchronized (unsent) {
            unsent.add(new Unsent(record(call.message), Optional.of(call)));
        }
        try {
            if (channel.isEmpty()) {
                connect();
            } else if (connected) {
                write();
            }
        } catch (IOException | UnresolvedAddressException | UnsupportedAddressTypeException e) {
            fail(e);
        }
    }

    private static ByteBuffer record(byte[] message) {
        return ByteBuffer.allocate(4 + message.length)
                .putInt(LAST_FRAGMENT | message.length)
                .put(message)
                .flip();
    }

    /**
     * Writes a message from any thread, if it would be the next.
     *
     * @return false if it was not written
     */
    boolean writeNow(byte[] message) {
        ByteBuffer record = record(message);
        synchronized (unsent) {
            if (!connected || closed || !unsent.isEmpty()) {
                return false;
            }
            try {
                channel.orElseThrow().write(record);
            } catch (IOException e) {
                // The loop's thread will meet the same when it reads, and closes the connection.
                return false;
            }
            writtenAt = loop.now();
            if (record.hasRemaining()) {
                unsent.add(new Unsent(record, Optional.empty()));
                loop.execute(this::writeRest);
            }
            return true;
        }
    }

    private void writeRest() {
        try {
            if (!closed) {
                write();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void connect() throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = Optional.of(opened);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (!calls.source().equals(CallSource.ANY)) {
            calls.notice(calls.source().bind(opened, loop.random()));
        }
        key = Optional.of(loop.register(opened, SelectionKey.OP_CONNECT, this::ready));
        if (opened.connect(server)) {
            connected();
        }
    }

    private void connected() throws IOException {
        synchronized (unsent) {
            connected = true;
        }
        write();
    }

    private void ready(SelectionKey ready) {
        try {
            if (ready.isValid() && ready.isConnectable() && channel.orElseThrow().finishConnect()) {
                connected();
            }
            if (ready.isValid() && ready.isWritable()) {
                write();
            }
            if (ready.isValid() && ready.isReadable()) {
                read();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void write() throws IOException {
        List<TcpCall> written = new ArrayList<>(1);
        synchronized (unsent) {
            writeInto(written);
        }
        for (TcpCall call : written) {
            call.written();
        }
    }

    private void writeInto(List<TcpCall> written) throws IOException {
        while (!unsent.isEmpty()) {
            Unsent first = unsent.element();
            channel.orElseThrow().write(first.record());
            if (first.record().hasRemaining()) {
                key.orElseThrow().interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            unsent.remove();
            first.call().ifPresent(written::add);
        }
        key.orElseThrow().interestOps(SelectionKey.OP_READ);
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop.buffer();
        if (channel.orElseThrow().read(buffer) < 0) {
            throw new EOFException("connection closed by the server");
        }
        buffer.flip();
        while (buffer.hasRemaining() && !closed) {
            Optional<ByteBuffer> record = records.next(buffer);
            if (record.isPresent()) {
                reply(record.get());
            }
        }
    }

    private void reply(ByteBuffer record) throws IOException {
        if (record.remaining() < 4) {
            throw new MalformedXdrException("reply of " + record.remaining() + " bytes");
        }
        TcpCall call = pending.get(record.getInt());
        if (call != null) {
            call.end(ReplyDecoding.decode(record));
        }
    }

    /** Takes no new calls, and closes after the last one: a call on it was not answered. */
    void distrust() {
        distrusted = true;
        calls.retire(this);
    }

    /** Forgets a call that has ended, for whatever reason. */
    void ended(TcpCall call) {
        pending.remove(call.xid);
        if (closed || !pending.isEmpty()) {
            return;
        }
        if (distrusted || calls.placeIsWanted()) {
            close(RpcOutcome.Silence.INSTANCE);
        } else {
            loop.timers().schedule(idleTimer, loop.now() + IDLE.toNanos());
        }
    }

    private void fail(Exception why) {
        close(new RpcOutcome.Unreachable(why.toString()));
    }

    /** Closes the connection and ends what it carries with {@code outcome}. */
    void close(RpcOutcome outcome) {
        if (closed) {
            return;
        }
        synchronized (unsent) {
            closed = true;
        }
        loop.timers().cancel(idleTimer);
        if (channel.isPresent()) {
            try {
                channel.get().close();
            } catch (IOException e) {
                LOG.debug("closing a connection: {}", e.toString());
            }
        }
        calls.retire(this);
        for (TcpCall call : new ArrayList<>(pending.values())) {
            call.end(outcome);
        }
        calls.closed(this);
    }

    private final class IdleTimer extends TimerHeap.Timer {
        @Override
        void fire() {
            long idleUntil;
            synchronized (unsent) {
                idleUntil = writtenAt + IDLE.toNanos();
            }
            if (idleUntil - loop.now() > 0) {
                loop.timers().schedule(this, idleUntil);
            } else {
                close(RpcOutcome.Silence.INSTANCE);
            }
        }
    }
}
