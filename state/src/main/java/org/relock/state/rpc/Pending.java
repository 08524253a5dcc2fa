package org.relock.state.rpc;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** A call that was made and has not ended. It belongs to the loop's thread. */
abstract class Pending extends TimerHeap.Timer {

    /** About 30 years; what is longer is as good as for ever and would overflow. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    final RpcCall call;
    final List<Duration> again;
    final Duration patience;
    final CompletableFuture<RpcOutcome> future = new CompletableFuture<>();
    final byte[] message;
    int xid;

    /** Encodes the call at once, so that arguments that cannot be encoded are the caller's bug. */
    Pending(RpcCall call, List<Duration> again, Duration patience) {
        this.call = call;
        this.again = List.copyOf(again);
        this.patience = patience;
        message =
                CallEncoding.encode(
                        0, call.program(), call.version(), call.procedure(), call.arguments());
    }

    /**
     * Returns {@code call} as a message whose reply, if there is one, means nothing. Its
     * transaction id only has to differ from others of the time.
     */
    static byte[] oneWay(RpcCall call) {
        return CallEncoding.encode(
                ThreadLocalRandom.current().nextInt(),
                call.program(),
                call.version(),
                call.procedure(),
                call.arguments());
    }

    /** Gives the call its transaction id. */
    void name(int newXid) {
        xid = newXid;
        ByteBuffer.wrap(message).putInt(0, newXid);
    }

    static long nanos(Duration duration) {
        return duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : duration.toNanos();
    }
}
