package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.PortLookup;
import org.relock.state.rpcbind.RemotePort;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;

/**
 * The status monitor of this host, called as any program calls it: at 127.0.0.1, over UDP or else
 * TCP, at the port that rpcbind names. That port is kept until a call to it fails.
 */
public final class StatdCalls implements StatusMonitor {

    /** NLM and its private SM_NOTIFY, as RFC 1813's version spells it. */
    private static final int CALLBACK_PROGRAM = 100021;

    private static final int CALLBACK_VERSION = 4;
    private static final int CALLBACK_PROCEDURE = 16;
    private static final int NULL = 0;

    private final Outgoing outgoing;
    private final InetSocketAddress rpcbind;
    private final MyId me;
    private volatile Optional<Where> known = Optional.empty();

    /** When a call is sent again, and how long the last one may take. */
    record Round(List<Duration> again, Duration patience) {}

    private record Where(Transport transport, int port) {}

    /** What came of looking for the port: where it is, or why not. */
    private record Found(Optional<Where> where, String why) {}

    /**
     * Makes one that has asked nothing.
     *
     * @param rpcbind this host's, at 127.0.0.1: statd takes calls from there only
     * @param myName this host's name, which clients are told after a reboot
     */
    public StatdCalls(Outgoing outgoing, InetSocketAddress rpcbind, String myName) {
        this.outgoing = outgoing;
        this.rpcbind = rpcbind;
        me = new MyId(myName, CALLBACK_PROGRAM, CALLBACK_VERSION, CALLBACK_PROCEDURE);
    }

    @Override
    public CompletableFuture<MonResult> mon(String monName, Opaque priv) {
        Mon words = new Mon(new MonId(monName, me), priv);
        return call(Sm.MON, words, HostLimits.MON_ROUNDS).thenApply(StatdCalls::monitored);
    }

    private static MonResult monitored(RpcOutcome outcome) {
        if (!(outcome instanceof RpcOutcome.Success success)) {
            return new MonResult.NoAnswer(why(outcome));
        }
        try {
            SmStatRes result = SmStatRes.decode(success.results());
            return result.succeeded()
                    ? new MonResult.Watched(result.state())
                    : MonResult.Refused.INSTANCE;
        } catch (MalformedXdrException e) {
            return new MonResult.NoAnswer("an answer that is none: " + e.getMessage());
        }
    }

    private static String why(RpcOutcome outcome) {
        if (outcome instanceof RpcOutcome.Refused refused) {
            return refused.status();
        }
        if (outcome instanceof RpcOutcome.Unreachable unreachable) {
            return unreachable.why();
        }
        return "no answer";
    }

    @Override
    public CompletableFuture<Boolean> unmon(String monName) {
        MonId words = new MonId(monName, me);
        return call(Sm.UNMON, words, HostLimits.MON_ROUNDS)
                .thenApply(outcome -> outcome instanceof RpcOutcome.Success);
    }

    @Override
    public CompletableFuture<Boolean> answers() {
        known = Optional.empty();
        return call(NULL, XdrEncodable.VOID, List.of(HostLimits.LOCAL_ROUND))
                .thenApply(outcome -> outcome instanceof RpcOutcome.Success);
    }

    /**
     * Calls in rounds, each at the port that rpcbind names by then: a status monitor that is
     * started again may be elsewhere, and one that is slow needs patience.
     */
    private CompletableFuture<RpcOutcome> call(
            int procedure, XdrEncodable arguments, List<Round> rounds) {
        Function<Where, CompletableFuture<RpcOutcome>> first =
                where -> call(where, procedure, arguments, rounds);
        Optional<Where> before = known;
        return before.isPresent()
                ? first.apply(before.get())
                : find().thenCompose(found -> callIfFound(found, first));
    }

    private CompletableFuture<RpcOutcome> call(
            Where where, int procedure, XdrEncodable arguments, List<Round> rounds) {
        List<Round> later = rounds.subList(1, rounds.size());
        return callAt(where, procedure, arguments, rounds.get(0))
                .thenCompose(
                        outcome ->
                                outcome instanceof RpcOutcome.Success
                                        ? CompletableFuture.completedFuture(outcome)
                                        : again(where, outcome, procedure, arguments, later));
    }

    private CompletableFuture<RpcOutcome> again(
            Where before,
            RpcOutcome failure,
            int procedure,
            XdrEncodable arguments,
            List<Round> rounds) {
        known = Optional.empty();
        if (rounds.isEmpty()) {
            return CompletableFuture.completedFuture(failure);
        }
        return find().thenCompose(
                        found ->
                                failure instanceof RpcOutcome.Refused
                                                && found.where().equals(Optional.of(before))
                                        ? CompletableFuture.completedFuture(failure)
                                        : callIfFound(
                                                found,
                                                where ->
                                                        call(where, procedure, arguments, rounds)));
    }

    private static CompletableFuture<RpcOutcome> callIfFound(
            Found found, Function<Where, CompletableFuture<RpcOutcome>> calling) {
        return found.where().isPresent()
                ? calling.apply(found.where().get())
                : CompletableFuture.completedFuture(new RpcOutcome.Unreachable(found.why()));
    }

    private CompletableFuture<RpcOutcome> callAt(
            Where where, int procedure, XdrEncodable arguments, Round round) {
        RpcCall call =
                new RpcCall(
                        new InetSocketAddress(rpcbind.getAddress(), where.port()),
                        Sm.PROGRAM,
                        Sm.VERSION,
                        procedure,
                        arguments);
        return calls(where.transport()).call(call, round.again(), round.patience());
    }

    private CompletableFuture<Found> find() {
        return ask(Transport.UDP)
                .thenCompose(
                        port ->
                                port instanceof RemotePort.NotRegistered
                                        ? ask(Transport.TCP)
                                                .thenApply(it -> found(Transport.TCP, it))
                                        : CompletableFuture.completedFuture(
                                                found(Transport.UDP, port)));
    }

    private CompletableFuture<RemotePort> ask(Transport transport) {
        return PortLookup.ask(
                calls(Transport.UDP),
                rpcbind,
                Sm.PROGRAM,
                Sm.VERSION,
                transport,
                HostLimits.LOCAL_ROUND.again(),
                HostLimits.LOCAL_ROUND.patience());
    }

    private Found found(Transport transport, RemotePort answer) {
        if (answer instanceof RemotePort.Port port) {
            known = Optional.of(new Where(transport, port.number()));
            return new Found(known, "");
        }
        if (answer instanceof RemotePort.NotRegistered) {
            return new Found(Optional.empty(), "statd is not registered with rpcbind");
        }
        if (answer instanceof RemotePort.Unreachable unreachable) {
            return new Found(Optional.empty(), "rpcbind: " + unreachable.why());
        }
        return new Found(Optional.empty(), "rpcbind does not answer");
    }

    private RpcCalls calls(Transport transport) {
        InetAddress here = rpcbind.getAddress();
        return outgoing.from(here, transport);
    }
}
