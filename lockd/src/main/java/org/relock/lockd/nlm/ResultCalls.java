package org.relock.lockd.nlm;

import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCall;
import org.relock.state.xdr.XdrEncodable;

/**
 * Carries results to where their clients serve NLM. Who does not get one asks again, as for any
 * lost reply; so nothing is repeated here.
 */
public final class ResultCalls implements ResultSender {

    private final Outgoing outgoing;
    private final CallbackPorts ports;

    /** Makes one that shares with {@code postman} what is known of clients' ports. */
    public ResultCalls(Outgoing outgoing, Postman postman) {
        this.outgoing = outgoing;
        this.ports = postman.ports();
    }

    @Override
    public CompletionStage<Void> send(
            Caller caller, NlmVersion version, int procedure, XdrEncodable results) {
        CallbackPorts.Place place =
                new CallbackPorts.Place(
                        caller.remote().getAddress(), version, caller.transport(), caller.local());
        if (ports.isFresh(place)) {
            return send(place, ports.known(place), procedure, results);
        }
        return ports.ask(place).thenCompose(port -> send(place, port, procedure, results));
    }

    private CompletableFuture<Void> send(
            CallbackPorts.Place place, OptionalInt port, int procedure, XdrEncodable results) {
        if (port.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        int number = port.getAsInt();
        RpcCall call =
                new RpcCall(
                        new InetSocketAddress(place.client(), number),
                        Nlm.PROGRAM,
                        place.version().number(),
                        procedure,
                        results);
        return outgoing.from(place.server(), place.transport())
                .tell(call, PostmanLimits.CONNECT_PATIENCE)
                .thenAccept(
                        sent -> {
                            if (!sent) {
                                ports.failed(place, number);
                            }
                        });
    }
}
