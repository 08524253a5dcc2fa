package org.relock.lockd.nlm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.PortLookup;
import org.relock.state.rpcbind.RemotePort;
import org.relock.state.time.Ticker;

/** Where clients serve NLM, as their rpcbind says. Nobody waits, and one question serves all. */
final class CallbackPorts {

    private final Outgoing outgoing;
    private final int rpcbindPort;
    private final Ticker ticker;
    private final Map<Place, Known> all = new LinkedHashMap<>(16, 0.75f, true);
    private int questions;
    private int questionsByTcp;

    /**
     * A service of a client.
     *
     * @param server the address of ours that the client calls; we ask from there
     */
    record Place(InetAddress client, NlmVersion version, Transport transport, InetAddress server) {
        static Place of(NlmMemo memo, Transport transport) {
            return new Place(memo.client(), memo.version(), transport, memo.server());
        }
    }

    /** What is known of a place. */
    private static final class Known {
        OptionalInt port = OptionalInt.empty();

        /** When the port was last named, or proved to be right; only of a port. */
        long freshAt;

        /** When rpcbind was last asked with an answer; only of a port or {@link #answered}. */
        long answeredAt;

        boolean answered;
        boolean byTcp;
        CompletableFuture<OptionalInt> asking;
    }

    CallbackPorts(Outgoing outgoing, int rpcbindPort, Ticker ticker) {
        this.outgoing = outgoing;
        this.rpcbindPort = rpcbindPort;
        this.ticker = ticker;
    }

    /** Returns the port last heard of, however old. */
    synchronized OptionalInt known(Place place) {
        Known known = all.get(place);
        return known == null ? OptionalInt.empty() : known.port;
    }

    /** Whether the port is so recent that it need not be asked for. */
    synchronized boolean isFresh(Place place) {
        Known known = all.get(place);
        return known != null
                && known.port.isPresent()
                && ticker.nanos() - known.freshAt < PostmanLimits.PORT_FRESH.toNanos();
    }

    /** A call to the known port was answered. */
    synchronized void proved(Place place) {
        Known known = all.get(place);
        if (known != null && known.port.isPresent()) {
            known.freshAt = ticker.nanos();
        }
    }

    /** A call to {@code port} failed; it is asked for again before it is used again. */
    synchronized void failed(Place place, int port) {
        Known known = all.get(place);
        if (known != null && known.port.isPresent() && known.port.getAsInt() == port) {
            known.port = OptionalInt.empty();
            known.answered = false;
        }
    }

    /**
     * Asks the client's rpcbind, unless that is under way or has just been done. A silent rpcbind
     * leaves the port that was known.
     */
    CompletableFuture<OptionalInt> ask(Place place) {
        CompletableFuture<OptionalInt> answer = new CompletableFuture<>();
        boolean byTcp;
        synchronized (this) {
            Known known = all.computeIfAbsent(place, any -> new Known());
            if (known.asking != null) {
                return known.asking;
            }
            if (known.answered
                    && ticker.nanos() - known.answeredAt
                            < PostmanLimits.PORT_JUST_ASKED.toNanos()) {
                return CompletableFuture.completedFuture(known.port);
            }
            if (questions >= PostmanLimits.PORT_QUESTIONS) {
                return CompletableFuture.completedFuture(known.port);
            }
            byTcp = known.byTcp && questionsByTcp < PostmanLimits.PORT_QUESTIONS_BY_TCP;
            questions++;
            questionsByTcp += byTcp ? 1 : 0;
            known.asking = answer;
            forgetTheOldest();
        }
        RpcCalls calls = outgoing.from(place.server(), byTcp ? Transport.TCP : Transport.UDP);
        var unused =
                PortLookup.ask(
                                calls,
                                new InetSocketAddress(place.client(), rpcbindPort),
                                Nlm.PROGRAM,
                                place.version().number(),
                                place.transport(),
                                PostmanLimits.PORT_AGAIN,
                                PostmanLimits.PORT_PATIENCE)
                        .thenAccept(port -> answer.complete(answered(place, port, byTcp)));
        return answer;
    }

    private synchronized OptionalInt answered(Place place, RemotePort answer, boolean byTcp) {
        questions--;
        questionsByTcp -= byTcp ? 1 : 0;
        Known known = all.computeIfAbsent(place, any -> new Known());
        known.asking = null;
        long now = ticker.nanos();
        if (answer instanceof RemotePort.Port port) {
            known.port = OptionalInt.of(port.number());
            known.freshAt = now;
            answeredAt(known, now);
        } else if (answer instanceof RemotePort.NotRegistered) {
            known.port = OptionalInt.empty();
            answeredAt(known, now);
        } else {
            // Perhaps it hears the other transport only.
            known.byTcp = !byTcp;
        }
        return known.port;
    }

    private static void answeredAt(Known known, long now) {
        known.answered = true;
        known.answeredAt = now;
    }

    private void forgetTheOldest() {
        if (all.size() > PostmanLimits.PORTS) {
            Place oldest = all.keySet().iterator().next();
            all.remove(oldest);
        }
    }
}
