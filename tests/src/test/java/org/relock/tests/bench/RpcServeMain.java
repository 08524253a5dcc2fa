package org.relock.tests.bench;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;

/** Serves NULL on our transports and nothing else: {@code RpcServeMain PORT PROGRAM LOOPS}. */
final class RpcServeMain {

    private RpcServeMain() {}

    public static void main(String[] args) throws Exception {
        OptionalInt port = OptionalInt.of(Integer.parseInt(args[0]));
        ServerConfig config =
                ServerConfig.of("bench", new Program(Integer.parseInt(args[1]), 1))
                        .withPorts(port, port)
                        .withLoops(Integer.parseInt(args[2]));
        try (RpcServer server = RpcServer.open(config)) {
            server.start();
            new CountDownLatch(1).await();
        }
    }
}
