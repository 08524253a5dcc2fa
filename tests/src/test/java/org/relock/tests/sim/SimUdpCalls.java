package org.relock.tests.sim;

import java.net.InetAddress;
import java.time.Duration;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;

/** Calls from one UDP socket, sent again with the same xid while no reply has come. */
final class SimUdpCalls extends SimCalls implements SimNode.Listener {

    private final int port;

    SimUdpCalls(SimProcess process, InetAddress source, boolean reserved) {
        super(process, source);
        port =
                reserved
                        ? process.node().listenReserved(Transport.UDP, this)
                        : process.node().listen(Transport.UDP, this);
    }

    @Override
    void begin(Pending made, Endpoint to) {
        if (made.future.isDone()) {
            return;
        }
        if (made.sendings > made.again.size()) {
            made.future.complete(RpcOutcome.Silence.INSTANCE);
            return;
        }
        Duration wait =
                made.sendings < made.again.size() ? made.again.get(made.sendings) : made.patience;
        made.sendings++;
        send(to, made.message);
        process.after(wait, () -> begin(made, to));
    }

    @Override
    void send(Endpoint to, byte[] message) {
        Endpoint from = new Endpoint(node(), sourceTo(to), port);
        node().world().network().datagram(from, to, message);
    }

    @Override
    public SimProcess process() {
        return process;
    }

    @Override
    public void datagram(Endpoint from, Endpoint to, byte[] message) {
        reply(from, message);
    }

    @Override
    public SimStream.Reader accept(SimStream stream) {
        throw new IllegalStateException("a stream to a UDP socket");
    }

    @Override
    public void close() {
        super.close();
        node().close(Transport.UDP, port);
    }
}
