package org.relock.tests.bench;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.ReplyCache;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;
import org.relock.state.time.Ticker;

/**
 * Serves NULL on our transports and nothing else, and says on which ports: {@code RpcServeMain PORT
 * PROGRAM LOOPS [cached]}. Port 0 is any; {@code cached} keeps replies for calls sent again.
 */
public final class RpcServeMain {

    private RpcServeMain() {}

    /** Serves until it is killed. */
    public static void main(String[] args) throws Exception {
        OptionalInt port = OptionalInt.of(Integer.parseInt(args[0]));
        ServerConfig config =
                ServerConfig.of("bench", new Program(Integer.parseInt(args[1]), 1).cached(0))
                        .withPorts(port, port)
                        .withLoops(Integer.parseInt(args[2]));
        if (args.length > 3) {
            config =
                    config.withReplyCache(
                            new ReplyCache(ReplyCache.Bounds.STANDARD, Ticker.SYSTEM));
        }
        try (RpcServer server = RpcServer.open(config)) {
            server.start();
            System.out.println(server.ports().udp().getAsInt());
            System.out.println(server.ports().tcp().getAsInt());
            new CountDownLatch(1).await();
        }
    }
}
