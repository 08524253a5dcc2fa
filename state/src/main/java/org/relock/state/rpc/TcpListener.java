package org.relock.state.rpc;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Accepts TCP connections and gives each to the loop that has the fewest. */
final class TcpListener implements ServerLoop.Watched, ServerLoop.Timed {

    /** How long nothing is accepted when it cannot be, in nanoseconds. */
    private static final long PAUSE_NANOS = 100_000_000L;

    private final ServerSocketChannel channel;
    private final ServerLoop home;
    private final ServerLoop[] loops;
    private final SelectionKey key;
    private boolean pausing;
    private long pauseEnds;

    /** Accepts on {@code home}'s thread. */
    TcpListener(ServerSocketChannel channel, ServerLoop home, ServerLoop[] loops)
            throws IOException {
        this.channel = channel;
        this.home = home;
        this.loops = loops;
        this.key = home.watch(channel, SelectionKey.OP_ACCEPT, this);
        home.look(this, tick(home.now()));
    }

    @Override
    public void ready(SelectionKey ready) {
        for (int i = 0; i < home.limits().acceptsPerRound(); i++) {
            ServerLoop loop = emptiest();
            if (!loop.connections().keepsUp()) {
                pause();
                return;
            }
            SocketChannel accepted;
            try {
                accepted = channel.accept();
            } catch (IOException e) {
                // Out of descriptors, most likely: others of this process have taken the spare.
                RpcLog.cannotAccept(e);
                home.connections().closeOldestIdle();
                pause();
                return;
            }
            if (accepted == null) {
                return;
            }
            loop.connections().expect();
            if (loop == home) {
                loop.connections().adopt(accepted);
            } else {
                loop.hand(() -> loop.connections().adopt(accepted));
            }
        }
    }

    private ServerLoop emptiest() {
        ServerLoop emptiest = loops[0];
        for (ServerLoop loop : loops) {
            if (loop.connections().count() < emptiest.connections().count()) {
                emptiest = loop;
            }
        }
        return emptiest;
    }

    private void pause() {
        key.interestOps(0);
        pausing = true;
        pauseEnds = home.now() + PAUSE_NANOS;
        home.tickBy(pauseEnds);
    }

    @Override
    public long tick(long now) {
        if (pausing && now - pauseEnds >= 0 && key.isValid()) {
            pausing = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
        return pausing ? pauseEnds : now + Long.MAX_VALUE / 2;
    }

    @Override
    public void failed(Throwable why) {
        RpcLog.loopFailed(why);
    }

    @Override
    public void stop() {
        try {
            channel.close();
        } catch (IOException e) {
            // It accepts nothing any more, which is all that was wanted.
        }
    }
}
