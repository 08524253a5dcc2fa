package org.relock.state.rpc;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;

/**
 * Sockets of one {@link RpcCallLoop}, one for each address and transport that calls leave from.
 * They are opened by the first call, closed after a while without one, and opened again when there
 * is need. One that cannot be opened fails its calls and not those of the others.
 */
public final class OutgoingCalls implements Outgoing, AutoCloseable {

    /** Addresses of ours times transports; a host with more of them calls from no further one. */
    static final int SOURCES = 1_024;

    /** How long a socket is kept without a call. */
    static final Duration IDLE = Duration.ofMinutes(5);

    private final RpcCallLoop loop;
    private final SourcePort port;
    private final Timer timer;
    private final Ticker ticker;
    private final Map<Key, SourceCalls> sources = new HashMap<>();
    private boolean sweeping;
    private boolean closed;

    private record Key(InetAddress source, Transport transport) {}

    /**
     * Makes it without any socket.
     *
     * @param loop does the calls; it is not closed with this
     * @param port where the calls leave from; a reserved one where possible is what clients expect
     */
    public OutgoingCalls(RpcCallLoop loop, SourcePort port, Timer timer, Ticker ticker) {
        this.loop = loop;
        this.port = port;
        this.timer = timer;
        this.ticker = ticker;
    }

    @Override
    public synchronized RpcCalls from(InetAddress source, Transport transport) {
        Key key = new Key(source, transport);
        SourceCalls known = sources.get(key);
        if (known != null) {
            return known;
        }
        if (closed || sources.size() >= SOURCES) {
            return new SourceCalls(OutgoingCalls::refuse, ticker);
        }
        CallSource from = new CallSource(Optional.of(source), port);
        SourceCalls made =
                new SourceCalls(
                        transport == Transport.UDP ? () -> loop.udp(from) : () -> loop.tcp(from),
                        ticker);
        sources.put(key, made);
        sweepLater();
        return made;
    }

    private static RpcCalls refuse() throws IOException {
        throw new IOException("calls from too many addresses");
    }

    private void sweepLater() {
        if (!sweeping && !closed) {
            sweeping = true;
            timer.after(IDLE.dividedBy(2), this::sweep);
        }
    }

    private synchronized void sweep() {
        sweeping = false;
        for (SourceCalls calls : sources.values()) {
            // Closing waits for the loop's thread, and that may be waiting for us.
            calls.idle(IDLE).ifPresent(unused -> loop.execute(unused::close));
        }
        if (sources.size() >= SOURCES) {
            forgetTheUnused();
        }
        sweepLater();
    }

    /** Most are addresses that have gone. */
    private void forgetTheUnused() {
        for (Iterator<SourceCalls> all = sources.values().iterator(); all.hasNext(); ) {
            SourceCalls calls = all.next();
            if (!calls.isOpen()) {
                calls.close();
                all.remove();
            }
        }
    }

    /** Ends all calls and frees the sockets. */
    @Override
    public void close() {
        List<SourceCalls> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(sources.values());
            sources.clear();
        }
        for (SourceCalls calls : all) {
            calls.close();
        }
    }
}
