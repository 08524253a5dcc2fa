package org.relock.tests.sim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.relock.statd.Callout;
import org.relock.statd.Statd;
import org.relock.statd.World;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Gate;
import org.relock.state.rpcbind.Rpcb;
import org.relock.state.store.PeerMemory;

/** A process that runs the status monitor's own wiring. */
final class SimStatd {

    private SimStatd() {}

    static SimProcess start(SimNode node, SimNsmStore store, PeerMemory memory) {
        SimProcess process = node.start("statd");
        World world =
                new World(
                        process,
                        process,
                        process,
                        node.world().names(),
                        node.world().names(),
                        store,
                        memory,
                        new SimUdpCalls(process, SimNode.LOOPBACK, true),
                        new InetSocketAddress(SimNode.LOOPBACK, Rpcb.PORT),
                        Callout.NONE,
                        () -> {});
        try {
            Statd statd = Statd.start(world);
            SimServer.start(process, new Dispatcher(List.of(statd.program()), Gate.OPEN));
            statd.begin();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return process;
    }
}
