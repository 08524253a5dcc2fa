package org.relock.lockd.nlm;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.time.FakeTime;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Clients behind {@link Outgoing}. Silence lasts as long as the clock is moved. */
final class FakeNetwork implements Outgoing {

    static final int RPCBIND = 111;

    private final Map<InetAddress, FakeClient> clients = new HashMap<>();
    private final FakeTime time;

    FakeNetwork(FakeTime time) {
        this.time = time;
    }

    FakeClient client(InetAddress address) {
        return clients.computeIfAbsent(address, FakeClient::new);
    }

    @Override
    public RpcCalls from(InetAddress source, Transport transport) {
        return new Calls(source, transport);
    }

    private final class Calls implements RpcCalls {
        private final InetAddress source;
        private final Transport transport;

        Calls(InetAddress source, Transport transport) {
            this.source = source;
            this.transport = transport;
        }

        @Override
        public CompletableFuture<RpcOutcome> call(
                RpcCall call, List<Duration> again, Duration patience) {
            FakeClient client = client(call.to().getAddress());
            if (call.to().getPort() == RPCBIND) {
                client.questions++;
                return client.port.isEmpty()
                        ? silence(again, patience)
                        : success(xdr -> xdr.i32(client.port.get()));
            }
            if (!arrives(client, call)) {
                return refused(client, call)
                        ? CompletableFuture.completedFuture(new RpcOutcome.Unreachable("refused"))
                        : silence(again, patience);
            }
            return client.reply.isEmpty()
                    ? silence(again, patience)
                    : success(new NlmRes(Opaque.EMPTY, client.reply.get()).in(NlmVersion.V4));
        }

        @Override
        public CompletableFuture<Boolean> tell(RpcCall call, Duration patience) {
            FakeClient client = client(call.to().getAddress());
            return CompletableFuture.completedFuture(
                    arrives(client, call) || !refused(client, call));
        }

        private boolean refused(FakeClient client, RpcCall call) {
            return transport == Transport.TCP
                    && client.hears
                    && client.port.stream().noneMatch(port -> port == call.to().getPort());
        }

        private boolean arrives(FakeClient client, RpcCall call) {
            if (!client.hears || client.port.stream().noneMatch(it -> it == call.to().getPort())) {
                return false;
            }
            NlmVersion version =
                    call.version() == 4
                            ? NlmVersion.V4
                            : call.version() == 3 ? NlmVersion.V3 : NlmVersion.V1;
            try {
                TestArgs words = TestArgs.decode(version, reader(call.arguments()));
                client.heard.add(
                        new FakeClient.Heard(
                                source, transport, call.version(), call.procedure(), words));
                return true;
            } catch (MalformedXdrException e) {
                throw new UncheckedIOException(e);
            }
        }

        private CompletableFuture<RpcOutcome> silence(List<Duration> again, Duration patience) {
            CompletableFuture<RpcOutcome> future = new CompletableFuture<>();
            Duration all = patience;
            for (Duration more : again) {
                all = all.plus(more);
            }
            time.after(all, () -> future.complete(RpcOutcome.Silence.INSTANCE));
            return future;
        }

        @Override
        public void close() {}
    }

    private static CompletableFuture<RpcOutcome> success(XdrEncodable results) {
        return CompletableFuture.completedFuture(new RpcOutcome.Success(reader(results)));
    }

    private static XdrReader reader(XdrEncodable value) {
        return new XdrReader(ByteBuffer.wrap(XdrWriter.toBytes(value)));
    }
}
