package org.relock.tests.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Origin;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Serves a dispatcher's programs on a port of a machine, over UDP and TCP. */
final class SimServer implements SimNode.Listener {

    private static final Duration LONGEST_ROUND = Duration.ofMillis(3);

    private final SimProcess process;
    private final Dispatcher dispatcher;

    private SimServer(SimProcess process, Dispatcher dispatcher) {
        this.process = process;
        this.dispatcher = dispatcher;
    }

    /** Serves on ports of the system's choice and registers the programs with rpcbind. */
    static void start(SimProcess process, Dispatcher dispatcher) {
        SimServer server = new SimServer(process, dispatcher);
        for (Transport transport : Transport.values()) {
            int port = process.node().listen(transport, server);
            for (Program program : dispatcher.programs()) {
                SimRpcbind.register(
                        process.node(), program.number(), program.version(), transport, port);
            }
        }
    }

    /** Serves on a port that everybody knows. */
    static void start(SimProcess process, Dispatcher dispatcher, int port) {
        SimServer server = new SimServer(process, dispatcher);
        for (Transport transport : Transport.values()) {
            process.node().listen(transport, port, server);
        }
    }

    @Override
    public SimProcess process() {
        return process;
    }

    @Override
    public void datagram(Endpoint from, Endpoint to, byte[] message) {
        SimNetwork network = process.node().world().network();
        answer(Transport.UDP, from, to, message, reply -> network.datagram(to, from, reply));
    }

    @Override
    public SimStream.Reader accept(SimStream stream) {
        return new SimStream.Reader() {
            @Override
            public void message(byte[] message) {
                answer(
                        Transport.TCP,
                        stream.clientEnd(),
                        stream.serverEnd(),
                        message,
                        stream::toClient);
            }

            @Override
            public void broken(String why) {
                // Whoever called will call again.
            }
        };
    }

    private void answer(
            Transport transport,
            Endpoint from,
            Endpoint to,
            byte[] message,
            Consumer<byte[]> replies) {
        Way origin = new Way(transport, from, to, replies);
        XdrWriter out = new XdrWriter(128);
        XdrReader reader = new XdrReader(ByteBuffer.wrap(message));
        if (dispatcher.answer(reader, origin, out) == Dispatcher.Outcome.REPLIED) {
            reply(replies, out.toBytes(), origin.afterwards);
        }
    }

    /** Replies leave at once, or with others of the same round: then things happen before. */
    private void reply(Consumer<byte[]> replies, byte[] reply, Runnable afterwards) {
        Runnable send =
                () -> {
                    if (reply.length > 0) {
                        replies.accept(reply);
                    }
                    afterwards.run();
                };
        SimWorld world = process.node().world();
        if (world.scheduler().isInOrder() || world.random().chance(50)) {
            send.run();
        } else {
            process.after(world.random().duration(Duration.ZERO, LONGEST_ROUND), send);
        }
    }

    private final class Way implements Origin {
        private final Transport transport;
        private final Endpoint from;
        private final Endpoint to;
        private final Consumer<byte[]> replies;
        private Runnable afterwards = NOTHING;

        Way(Transport transport, Endpoint from, Endpoint to, Consumer<byte[]> replies) {
            this.transport = transport;
            this.from = from;
            this.to = to;
            this.replies = replies;
        }

        @Override
        public InetSocketAddress remote() {
            return from.socketAddress();
        }

        @Override
        public InetAddress local() {
            return to.address();
        }

        @Override
        public Transport transport() {
            return transport;
        }

        @Override
        public void afterReply(Runnable task) {
            afterwards = task;
        }

        @Override
        public void replyLater(ByteBuffer reply, Runnable task) {
            byte[] bytes = new byte[reply.remaining()];
            reply.get(bytes);
            process.execute(() -> reply(replies, bytes, task));
        }
    }
}
