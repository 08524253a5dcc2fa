package org.relock.tests.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.StatChange;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.PortLookup;
import org.relock.state.rpcbind.RemotePort;
import org.relock.state.store.MonitorRecord;

/**
 * A plain sm-notify: asks each retired host's rpcbind for its statd and tells it, again and again
 * for fifteen minutes. The real one's schedule has a simulation of its own beside it.
 */
final class SimNotifier {

    private static final Duration GIVE_UP = Duration.ofMinutes(15);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

    private final SimProcess process;
    private final SimNsmStore store;
    private final int state;
    private final long begun;

    private SimNotifier(SimProcess process, SimNsmStore store, int state) {
        this.process = process;
        this.store = store;
        this.state = state;
        this.begun = process.nanos();
    }

    /** Tells everybody in the list of the retired. */
    static void start(SimNode node, SimNsmStore store, int state) {
        SimNotifier notifier = new SimNotifier(node.start("sm-notify"), store, state);
        for (MonitorRecord record : store.retired().records()) {
            notifier.tell(record, Duration.ofSeconds(2));
        }
    }

    private void tell(MonitorRecord record, Duration pause) {
        if (process.nanos() - begun > GIVE_UP.toNanos()) {
            process.node().world().trace().say(process + " gives up " + record.fileName());
            return;
        }
        SimNode node = process.node();
        Optional<InetAddress> peer =
                node.world().names().addresses(record.fileName()).join().stream().findFirst();
        if (peer.isEmpty()) {
            return;
        }
        RpcCalls calls = new SimUdpCalls(process, node.addressLike(peer.get()), true);
        var unused =
                PortLookup.ask(
                                calls,
                                peer.get(),
                                Sm.PROGRAM,
                                Sm.VERSION,
                                Transport.UDP,
                                List.of(),
                                pause)
                        .thenAccept(port -> told(calls, record, peer.get(), port, pause));
    }

    private void told(
            RpcCalls calls,
            MonitorRecord record,
            InetAddress peer,
            RemotePort port,
            Duration pause) {
        if (!(port instanceof RemotePort.Port found)) {
            calls.close();
            again(record, pause);
            return;
        }
        // The name we were monitored under is the one we are known by.
        StatChange change = new StatChange(record.myId().myName(), state);
        InetSocketAddress to = new InetSocketAddress(peer, found.number());
        RpcCall call = new RpcCall(to, Sm.PROGRAM, Sm.VERSION, Sm.NOTIFY, change);
        var unused =
                calls.call(call, List.of(), pause)
                        .thenAccept(
                                outcome -> {
                                    calls.close();
                                    if (outcome instanceof RpcOutcome.Success) {
                                        store.forget(record);
                                    } else {
                                        again(record, pause);
                                    }
                                });
    }

    private void again(MonitorRecord record, Duration pause) {
        Duration next = pause.multipliedBy(2);
        Duration bounded = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
        process.after(pause, () -> tell(record, bounded));
    }
}
