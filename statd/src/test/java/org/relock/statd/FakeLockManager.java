package org.relock.statd;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.relock.state.nsm.SmStatus;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** A portmapper and a lock manager behind {@link RpcCalls}, and what they were called with. */
final class FakeLockManager implements RpcCalls {

    private static final int PORTMAPPER = 111;

    /** What came, such as {@code "GETPORT 100021 3 17"} or {@code "3/16 peer 7 00ff..."}. */
    final List<String> heard = new ArrayList<>();

    private int port = 4045;
    private boolean answers = true;

    /** Registers the lock manager, or takes it out with port 0. */
    synchronized void registerAt(int newPort) {
        port = newPort;
    }

    synchronized void answers(boolean now) {
        answers = now;
    }

    @Override
    public synchronized CompletableFuture<RpcOutcome> call(
            RpcCall call, List<Duration> again, Duration patience) {
        try {
            XdrReader arguments = new XdrReader(bytes(call.arguments()));
            if (call.to().getPort() == PORTMAPPER) {
                heard.add(
                        "GETPORT "
                                + arguments.i32()
                                + " "
                                + arguments.i32()
                                + " "
                                + arguments.i32());
                int answer = port;
                return success(xdr -> xdr.i32(answer));
            }
            SmStatus status = SmStatus.decode(arguments);
            heard.add(
                    call.version()
                            + "/"
                            + call.procedure()
                            + " "
                            + status.monName()
                            + " "
                            + status.state()
                            + " "
                            + status.priv());
            return answers
                    ? success(XdrEncodable.VOID)
                    : CompletableFuture.completedFuture(RpcOutcome.Silence.INSTANCE);
        } catch (MalformedXdrException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the callbacks among what was heard. */
    synchronized List<String> callbacks() {
        return heard.stream().filter(it -> !it.startsWith("GETPORT")).toList();
    }

    private static CompletableFuture<RpcOutcome> success(XdrEncodable results) {
        return CompletableFuture.completedFuture(
                new RpcOutcome.Success(new XdrReader(bytes(results))));
    }

    static ByteBuffer bytes(XdrEncodable value) {
        return ByteBuffer.wrap(XdrWriter.toBytes(value));
    }

    @Override
    public void close() {}
}
