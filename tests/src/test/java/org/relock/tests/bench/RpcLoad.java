package org.relock.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * NULL calls to any RPC server: how many a second, and how long each takes.
 *
 * <pre>
 * RpcLoad tcp|udp HOST PORT PROGRAM VERSION CONNECTIONS OUTSTANDING SECONDS ROUNDS
 * </pre>
 *
 * One thread keeps OUTSTANDING calls under way on each of CONNECTIONS sockets: it answers each
 * batch of replies with a batch of calls, so that it costs less than what it measures. After one
 * round that does not count, the rate is told as the median of the rounds with the least and the
 * most, and the time from call to reply as p50 and p99 of all.
 */
final class RpcLoad {

    private final List<RpcLoadSocket> sockets = new ArrayList<>();
    private final Selector selector = Selector.open();
    private Histogram times = new Histogram();

    private RpcLoad() throws IOException {}

    public static void main(String[] args) throws IOException {
        boolean tcp = args[0].equals("tcp");
        InetSocketAddress to = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
        int program = Integer.parseInt(args[3]);
        int version = Integer.parseInt(args[4]);
        int connections = Integer.parseInt(args[5]);
        int outstanding = Integer.parseInt(args[6]);
        double seconds = Double.parseDouble(args[7]);
        int rounds = Integer.parseInt(args[8]);

        RpcLoad load = new RpcLoad();
        for (int i = 0; i < connections; i++) {
            RpcLoadSocket socket =
                    RpcLoadSocket.open(tcp, to, new NullCall(program, version), outstanding);
            socket.channel().configureBlocking(false);
            socket.channel().register(load.selector, SelectionKey.OP_READ, socket);
            load.sockets.add(socket);
        }
        for (RpcLoadSocket socket : load.sockets) {
            socket.begin();
        }
        load.round(seconds);
        load.times = new Histogram();
        double[] rates = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            rates[i] = load.round(seconds);
        }
        System.out.printf(
                "%s, %d connections, %d outstanding: %s NULL/s, p50 %d us, p99 %d us%s%n",
                args[0],
                connections,
                outstanding,
                Figures.of(rates),
                load.times.percentile(50),
                load.times.percentile(99),
                load.lost());
    }

    /** Returns the calls answered a second. */
    private double round(double seconds) throws IOException {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        long answered = 0;
        long now = begin;
        while (now < end) {
            int[] count = {0};
            int ready =
                    selector.select(
                            key -> count[0] += answered(key), RpcLoadSocket.LOST_AFTER_MILLIS);
            if (ready == 0) {
                for (RpcLoadSocket socket : sockets) {
                    socket.again();
                }
            }
            answered += count[0];
            now = System.nanoTime();
        }
        return answered / ((now - begin) / 1e9);
    }

    private int answered(SelectionKey key) {
        try {
            return ((RpcLoadSocket) key.attachment()).answered(times);
        } catch (IOException e) {
            throw new IllegalStateException("the server went away", e);
        }
    }

    private String lost() {
        long lost = sockets.stream().mapToLong(RpcLoadSocket::lost).sum();
        return lost == 0 ? "" : ", " + lost + " datagrams lost";
    }
}
