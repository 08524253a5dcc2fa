package org.relock.tests.sim;

import java.util.List;
import org.relock.state.nsm.SmStatus;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;

/** Somebody elsewhere who speaks in the names of others (NLM check 24); all of it is in vain. */
final class SimThief {

    private static final Opaque COOKIE = Opaque.ofHex("00112233445566778899aabbccddeeff");

    private final SimNode node;
    private final SimNode server;
    private final List<SimClient> victims;
    private final Wire wire = new Wire(4);

    SimThief(SimWorld world, SimNode server, List<SimClient> victims) {
        this.node = world.node("thief.test", Hosts.address("10.0.9.9"));
        this.server = server;
        this.victims = victims;
    }

    void tryEverything() {
        if (!node.up()) {
            node.boot();
        }
        SimProcess process = node.start("theft");
        PersistentCalls calls =
                new PersistentCalls(process, node.address(), server.address(), Transport.UDP);
        for (SimClient victim : victims) {
            String name = victim.node().name();
            victim.kernel().ifPresent(kernel -> steal(calls, kernel));
            call(calls, Wire.FREE_ALL, wire.farewell(name, 0));
            String address = victim.node().address().getHostAddress();
            call(calls, Wire.SM_NOTIFY, new SmStatus(address, 1_001, COOKIE));
        }
    }

    private void steal(PersistentCalls calls, ClientKernel kernel) {
        for (App app : kernel.apps()) {
            call(calls, Wire.UNLOCK, wire.unlock(COOKIE, app.claim(Span.ALL, true)));
            app.waiter()
                    .ifPresent(
                            waiter ->
                                    call(
                                            calls,
                                            Wire.CANCEL,
                                            wire.cancel(COOKIE, true, waiter.claim)));
        }
    }

    private void call(PersistentCalls calls, int procedure, XdrEncodable arguments) {
        calls.tell(Wire.PROGRAM, wire.version(), procedure, arguments);
    }
}
