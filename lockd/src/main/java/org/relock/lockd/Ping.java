package org.relock.lockd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.relock.lockd.nlm.Nlm;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.PortLookup;
import org.relock.state.rpcbind.RemotePort;
import org.relock.state.xdr.XdrEncodable;

/** Finds out whether a client is there: NULL of its lock manager, over UDP, then over TCP. */
final class Ping {

    private static final int VERSION_4 = 4;

    private final Outgoing outgoing;
    private final int rpcbindPort;

    Ping(Outgoing outgoing, int rpcbindPort) {
        this.outgoing = outgoing;
        this.rpcbindPort = rpcbindPort;
    }

    /**
     * Calls {@code client} from {@code server}, an address of ours; completes within seconds, never
     * exceptionally.
     */
    CompletionStage<Boolean> call(InetAddress client, InetAddress server) {
        return call(client, server, Transport.UDP)
                .thenCompose(
                        alive ->
                                alive
                                        ? CompletableFuture.completedFuture(true)
                                        : call(client, server, Transport.TCP));
    }

    private CompletionStage<Boolean> call(
            InetAddress client, InetAddress server, Transport transport) {
        RpcCalls calls = outgoing.from(server, transport);
        InetSocketAddress rpcbind = new InetSocketAddress(client, rpcbindPort);
        return PortLookup.ask(
                        calls,
                        rpcbind,
                        Nlm.PROGRAM,
                        VERSION_4,
                        transport,
                        List.of(LockdLimits.PING_AGAIN),
                        LockdLimits.PING_PATIENCE)
                .thenCompose(
                        port ->
                                port instanceof RemotePort.Port found
                                        ? call(calls, client, found.number())
                                        : CompletableFuture.completedFuture(false));
    }

    private static CompletionStage<Boolean> call(RpcCalls calls, InetAddress client, int port) {
        RpcCall ping =
                new RpcCall(
                        new InetSocketAddress(client, port),
                        Nlm.PROGRAM,
                        VERSION_4,
                        0,
                        XdrEncodable.VOID);
        return calls.call(ping, List.of(LockdLimits.PING_AGAIN), LockdLimits.PING_PATIENCE)
                .thenApply(
                        outcome ->
                                outcome instanceof RpcOutcome.Success
                                        || outcome instanceof RpcOutcome.Refused);
    }
}
