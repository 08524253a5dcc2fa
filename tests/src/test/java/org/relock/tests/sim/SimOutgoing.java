package org.relock.tests.sim;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.Transport;

/** Sockets of one process, by the address they are bound to. */
final class SimOutgoing implements Outgoing {

    private record Key(InetAddress source, String transport) {}

    private final SimProcess process;
    private final Map<Key, RpcCalls> calls = new HashMap<>();

    SimOutgoing(SimProcess process) {
        this.process = process;
    }

    @Override
    public RpcCalls from(InetAddress source, Transport transport) {
        return calls.computeIfAbsent(
                new Key(source, transport.name()), key -> SimCalls.of(process, source, transport));
    }
}
