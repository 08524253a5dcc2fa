package org.relock.lockd.nlm;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.relock.lockd.nlm.GrantedCallback.Sending;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.xdr.MalformedXdrException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls that tell of grants: one sending at a time, to wherever the client serves NLM.
 * The first goes to the port that is known, at once; each further one asks rpcbind before.
 */
final class GrantSender {

    private static final Logger LOG = LoggerFactory.getLogger(GrantSender.class);

    private final Outgoing outgoing;
    private final CallbackPorts ports;
    private final GrantCounts counts;
    private final BiConsumer<GrantedCallback, NlmStat> answers;

    /**
     * Makes one.
     *
     * @param answers hears what clients reply to GRANTED
     */
    GrantSender(
            Outgoing outgoing,
            CallbackPorts ports,
            GrantCounts counts,
            BiConsumer<GrantedCallback, NlmStat> answers) {
        this.outgoing = outgoing;
        this.ports = ports;
        this.counts = counts;
        this.answers = answers;
    }

    /** Sends, now or as soon as it is known where to. */
    void send(GrantedCallback callback, Sending sending) {
        CallbackPorts.Place place = sending.place();
        OptionalInt known = sending.number() == 1 ? ports.known(place) : OptionalInt.empty();
        boolean fresh = ports.isFresh(place);
        if (known.isPresent()) {
            callback.asked();
            sendTo(callback, sending, known.getAsInt());
        }
        if (known.isEmpty() || !fresh) {
            var unused = ports.ask(place).thenAccept(port -> asked(callback, sending, known, port));
        }
    }

    private void asked(
            GrantedCallback callback, Sending sending, OptionalInt sentTo, OptionalInt port) {
        callback.asked();
        if (port.isEmpty()) {
            counts.unreachable.increment();
        } else if (!port.equals(sentTo)) {
            sendTo(callback, sending, port.getAsInt());
        }
    }

    private void sendTo(GrantedCallback callback, Sending sending, int port) {
        if (!callback.leaves()) {
            return;
        }
        counts.sent.increment();
        if (sending.number() > 1) {
            counts.sentAgain.increment();
        }
        NlmMemo memo = sending.memo();
        RpcCalls calls = outgoing.from(memo.server(), sending.transport());
        TestArgs words = new TestArgs(sending.cookie(), memo.exclusive(), memo.lock());
        RpcCall call =
                new RpcCall(
                        new InetSocketAddress(memo.client(), port),
                        Nlm.PROGRAM,
                        memo.version().number(),
                        sending.procedure(),
                        words.in(memo.version()));
        if (sending.procedure() == Nlm.GRANTED_MSG) {
            var unused =
                    calls.tell(call, PostmanLimits.CONNECT_PATIENCE)
                            .thenAccept(sent -> told(callback, sending, port, sent));
        } else {
            var unused =
                    calls.call(call, List.of(), PostmanLimits.REPLY_PATIENCE)
                            .thenAccept(outcome -> replied(callback, sending, port, outcome));
        }
    }

    private void told(GrantedCallback callback, Sending sending, int port, boolean sent) {
        if (!sent) {
            didNotArrive(callback, sending, port);
        }
    }

    private void replied(GrantedCallback callback, Sending sending, int port, RpcOutcome outcome) {
        if (outcome instanceof RpcOutcome.Success success) {
            try {
                NlmStat stat = NlmRes.decode(success.results()).stat();
                ports.proved(sending.place());
                answers.accept(callback, stat);
            } catch (MalformedXdrException e) {
                LOG.debug("the reply to a GRANTED: {}", e.getMessage());
            }
        } else if (outcome instanceof RpcOutcome.Refused) {
            callback.wasNotTaken();
        } else if (outcome instanceof RpcOutcome.Unreachable) {
            didNotArrive(callback, sending, port);
        }
    }

    private void didNotArrive(GrantedCallback callback, Sending sending, int port) {
        counts.unreachable.increment();
        ports.failed(sending.place(), port);
        callback.wasNotTaken();
    }
}
