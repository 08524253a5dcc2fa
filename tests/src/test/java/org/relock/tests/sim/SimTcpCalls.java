package org.relock.tests.sim;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.relock.state.rpc.RpcOutcome;

/** Calls over streams, one to each server. */
final class SimTcpCalls extends SimCalls {

    private final Map<Endpoint, SimStream> streams = new LinkedHashMap<>();
    private int nextPort = 40_000;

    SimTcpCalls(SimProcess process, InetAddress source) {
        super(process, source);
    }

    @Override
    void begin(Pending made, Endpoint to) {
        Duration all = made.patience;
        for (Duration more : made.again) {
            all = all.plus(more);
        }
        process.after(all, () -> timedOut(made, to));
        send(to, made.message);
    }

    @Override
    void send(Endpoint to, byte[] message) {
        SimStream stream = streams.get(to);
        if (stream == null || stream.over()) {
            stream = open(to);
            streams.put(to, stream);
        }
        stream.toServer(message);
    }

    /** What did not answer once is not trusted with the next call. */
    private void timedOut(Pending made, Endpoint to) {
        if (made.future.complete(RpcOutcome.Silence.INSTANCE)) {
            streams.remove(to);
        }
    }

    private SimStream open(Endpoint to) {
        Endpoint from = new Endpoint(node(), sourceTo(to), nextPort++);
        return node().world()
                .network()
                .open(
                        from,
                        process,
                        to,
                        new SimStream.Reader() {
                            @Override
                            public void message(byte[] message) {
                                reply(to, message);
                            }

                            @Override
                            public void broken(String why) {
                                failed(to, new RpcOutcome.Unreachable(why));
                            }
                        });
    }
}
