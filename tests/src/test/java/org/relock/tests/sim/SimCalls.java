package org.relock.tests.sim;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.CallEncoding;
import org.relock.state.rpc.ReplyDecoding;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;

/** Calls over a socket of one process, as {@link RpcCalls} has it. */
abstract class SimCalls implements RpcCalls {

    final SimProcess process;
    final InetAddress source;
    private final Map<Integer, Pending> pending = new LinkedHashMap<>();
    private boolean closed;

    SimCalls(SimProcess process, InetAddress source) {
        this.process = process;
        this.source = source;
    }

    /** Makes calls of {@code process} from an address of its machine. */
    static SimCalls of(SimProcess process, InetAddress source, Transport transport) {
        return transport == Transport.UDP
                ? new SimUdpCalls(process, source, false)
                : new SimTcpCalls(process, source);
    }

    /** One call that has not ended. */
    static final class Pending {
        final int xid;
        final RpcCall call;
        final byte[] message;
        final List<Duration> again;
        final Duration patience;
        final CompletableFuture<RpcOutcome> future = new CompletableFuture<>();
        int sendings;

        Pending(int xid, RpcCall call, List<Duration> again, Duration patience) {
            this.xid = xid;
            this.call = call;
            this.again = List.copyOf(again);
            this.patience = patience;
            message =
                    CallEncoding.encode(
                            xid,
                            call.program(),
                            call.version(),
                            call.procedure(),
                            call.arguments());
        }
    }

    @Override
    public CompletableFuture<RpcOutcome> call(
            RpcCall call, List<Duration> again, Duration patience) {
        int xid;
        do {
            xid = process.node().world().random().nextInt();
        } while (pending.containsKey(xid));
        Pending made = new Pending(xid, call, again, patience);
        pending.put(xid, made);
        var unused = made.future.whenComplete((outcome, failure) -> pending.remove(made.xid));
        process.execute(() -> begin(made));
        return made.future;
    }

    @Override
    public CompletableFuture<Boolean> tell(RpcCall call, Duration patience) {
        Optional<Endpoint> to = process.node().world().network().endpoint(node(), call.to());
        if (closed || to.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        int xid = process.node().world().random().nextInt();
        send(to.get(), new Pending(xid, call, List.of(), patience).message);
        return CompletableFuture.completedFuture(true);
    }

    abstract void send(Endpoint to, byte[] message);

    private void begin(Pending made) {
        if (closed) {
            made.future.complete(RpcOutcome.Silence.INSTANCE);
            return;
        }
        Optional<Endpoint> to = process.node().world().network().endpoint(node(), made.call.to());
        if (to.isEmpty()) {
            made.future.complete(new RpcOutcome.Unreachable("no route to host"));
            return;
        }
        begin(made, to.get());
    }

    final SimNode node() {
        return process.node();
    }

    /** Calls to oneself come from oneself. */
    final InetAddress sourceTo(Endpoint to) {
        return to.address().isLoopbackAddress() ? SimNode.LOOPBACK : source;
    }

    abstract void begin(Pending made, Endpoint to);

    /** Takes a message that may be a reply to one of the calls to {@code from}. */
    final void reply(Endpoint from, byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        Pending call = message.length < 4 ? null : pending.get(bytes.getInt());
        if (call == null || !call.call.to().equals(from.socketAddress())) {
            return;
        }
        RpcOutcome outcome;
        try {
            outcome = ReplyDecoding.decode(bytes);
        } catch (MalformedXdrException e) {
            throw new Violation("a reply that is none: " + Wording.of(message));
        }
        if (outcome instanceof RpcOutcome.Refused refused
                && refused.status().equals("SYSTEM_ERR")) {
            throw new Violation("SYSTEM_ERR from " + from + " to " + call.call);
        }
        call.future.complete(outcome);
    }

    /** Ends what was called at {@code to}. */
    final void failed(Endpoint to, RpcOutcome outcome) {
        for (Pending call : new ArrayList<>(pending.values())) {
            if (call.call.to().equals(to.socketAddress())) {
                call.future.complete(outcome);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        process.execute(
                () -> {
                    for (Pending call : new ArrayList<>(pending.values())) {
                        call.future.complete(RpcOutcome.Silence.INSTANCE);
                    }
                });
    }
}
