package org.relock.state.rpc;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.time.Ticker;

/** Calls from one address over one transport; the socket is there while it is used. */
final class SourceCalls implements RpcCalls {

    private final Opening opening;
    private final Ticker ticker;
    private Optional<RpcCalls> open = Optional.empty();
    private int underWay;
    private long lastUsed;
    private boolean closed;

    /** Opens the socket. */
    interface Opening {
        RpcCalls open() throws IOException;
    }

    SourceCalls(Opening opening, Ticker ticker) {
        this.opening = opening;
        this.ticker = ticker;
    }

    @Override
    public CompletableFuture<RpcOutcome> call(
            RpcCall call, List<Duration> again, Duration patience) {
        RpcCalls calls;
        try {
            calls = take();
        } catch (IOException e) {
            return CompletableFuture.completedFuture(new RpcOutcome.Unreachable(e.toString()));
        }
        CompletableFuture<RpcOutcome> made = calls.call(call, again, patience);
        CompletableFuture<RpcOutcome> unused = made.whenComplete((outcome, failure) -> giveBack());
        return made;
    }

    @Override
    public CompletableFuture<Boolean> tell(RpcCall call, Duration patience) {
        RpcCalls calls;
        try {
            calls = take();
        } catch (IOException e) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> made = calls.tell(call, patience);
        CompletableFuture<Boolean> unused = made.whenComplete((sent, failure) -> giveBack());
        return made;
    }

    private synchronized RpcCalls take() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (open.isEmpty()) {
            open = Optional.of(opening.open());
        }
        underWay++;
        return open.get();
    }

    private synchronized void giveBack() {
        underWay--;
        lastUsed = ticker.nanos();
    }

    synchronized boolean isOpen() {
        return open.isPresent();
    }

    /** Lets go of the socket if it was not used for that long; whoever asks closes it. */
    synchronized Optional<RpcCalls> idle(Duration idle) {
        if (underWay > 0 || ticker.nanos() - lastUsed < idle.toNanos()) {
            return Optional.empty();
        }
        Optional<RpcCalls> unused = open;
        open = Optional.empty();
        return unused;
    }

    @Override
    public void close() {
        Optional<RpcCalls> last;
        synchronized (this) {
            closed = true;
            last = open;
            open = Optional.empty();
        }
        last.ifPresent(RpcCalls::close);
    }
}
