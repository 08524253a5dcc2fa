package org.relock.tests.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.StatChange;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;
import org.relock.tests.bench.RpcPipe.Reply;

/**
 * Load on a running rpc.statd, ours or another's, over TCP on loopback.
 *
 * <pre>
 * NsmLoad PORT null    CONNECTIONS OUTSTANDING SECONDS ROUNDS   NULL calls a second
 * NsmLoad PORT fill    HOSTS                                    monitors 10.x.y.z for x.y.z up to HOSTS
 * NsmLoad PORT mon     CALLERS SECONDS ROUNDS                   SM_MON and SM_UNMON calls a second
 * NsmLoad PORT notify  OUTSTANDING SECONDS ROUNDS               SM_NOTIFY a second, and others' latency
 * </pre>
 *
 * Every round is bounded by its seconds; a figure is the median of the rounds with its spread.
 */
final class NsmLoad {

    private static final int NLM = 100021;
    private static final MyId LOCKD = new MyId("bench.host", NLM, 4, 16);
    private static final Opaque PRIV = Opaque.ofHex("000102030405060708090a0b0c0d0e0f");

    private final int port;

    private NsmLoad(int port) {
        this.port = port;
    }

    public static void main(String[] args) throws Exception {
        NsmLoad load = new NsmLoad(Integer.parseInt(args[0]));
        switch (args[1]) {
            case "null" ->
                    load.nulls(number(args, 2), number(args, 3), number(args, 4), number(args, 5));
            case "fill" -> load.fill(number(args, 2));
            case "mon" -> load.monitors(number(args, 2), number(args, 3), number(args, 4));
            case "notify" -> load.notices(number(args, 2), number(args, 3), number(args, 4));
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private static int number(String[] args, int index) {
        return Integer.parseInt(args[index]);
    }

    private void nulls(int connections, int outstanding, int seconds, int rounds) throws Exception {
        report(
                "NULL/s, " + connections + " connections, " + outstanding + " outstanding",
                rounds,
                () ->
                        together(
                                connections,
                                caller -> flood(outstanding, seconds, 0, n -> new byte[0])));
    }

    private void fill(int hosts) throws IOException {
        try (RpcPipe pipe = new RpcPipe(port)) {
            for (int host = 0; host < hosts; host++) {
                monitor(pipe, address(10, host));
            }
        }
        System.out.println("filled: " + hosts + " hosts");
    }

    private void monitors(int callers, int seconds, int rounds) throws Exception {
        report(
                "SM_MON+SM_UNMON calls/s, " + callers + " callers",
                rounds,
                () -> together(callers, caller -> monitorAndForget(caller, seconds)));
    }

    /** Monitors and forgets one host after another, two calls each. */
    private double monitorAndForget(int caller, int seconds) throws IOException {
        long calls = 0;
        long start = System.nanoTime();
        try (RpcPipe pipe = new RpcPipe(port)) {
            for (int host = 0; System.nanoTime() - start < seconds * 1_000_000_000L; host++) {
                String name = address(100 + caller, host);
                monitor(pipe, name);
                byte[] which = XdrWriter.toBytes(new MonId(name, LOCKD));
                expect(pipe.ask(Sm.PROGRAM, Sm.VERSION, Sm.UNMON, which).succeeded());
                calls += 2;
            }
        }
        return calls / ((System.nanoTime() - start) / 1e9);
    }

    private static void monitor(RpcPipe pipe, String host) throws IOException {
        byte[] mon = XdrWriter.toBytes(new Mon(new MonId(host, LOCKD), PRIV));
        Reply reply = pipe.ask(Sm.PROGRAM, Sm.VERSION, Sm.MON, mon);
        expect(reply.succeeded() && reply.result(0) == 0);
    }

    /** Floods with notices of unknown hosts while another caller measures everything else. */
    private void notices(int outstanding, int seconds, int rounds) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService watcher = Executors.newSingleThreadExecutor();
        Future<Figures> others = watcher.submit(() -> otherCalls(over));
        report(
                "SM_NOTIFY/s, " + outstanding + " outstanding",
                rounds,
                () ->
                        flood(
                                outstanding,
                                seconds,
                                Sm.NOTIFY,
                                n ->
                                        XdrWriter.toBytes(
                                                new StatChange("host" + n + ".unknown.test", 3))));
        over.set(true);
        Figures micros = others.get();
        watcher.shutdown();
        System.out.printf(
                "  meanwhile NULL, SM_MON, SM_UNMON: p50 %,.0f us, p99 %,.0f us, most %,.0f us%n",
                micros.median(), micros.percentile(99), micros.percentile(100));
    }

    private Figures otherCalls(AtomicBoolean over) throws IOException {
        long[] nanos = new long[1_000_000];
        int count = 0;
        try (RpcPipe pipe = new RpcPipe(port)) {
            for (int host = 0; !over.get() && count + 3 <= nanos.length; host++) {
                String name = address(99, host);
                long begin = System.nanoTime();
                expect(pipe.ask(Sm.PROGRAM, Sm.VERSION, 0, new byte[0]).succeeded());
                long afterNull = System.nanoTime();
                monitor(pipe, name);
                long afterMon = System.nanoTime();
                byte[] which = XdrWriter.toBytes(new MonId(name, LOCKD));
                expect(pipe.ask(Sm.PROGRAM, Sm.VERSION, Sm.UNMON, which).succeeded());
                nanos[count++] = afterNull - begin;
                nanos[count++] = afterMon - afterNull;
                nanos[count++] = System.nanoTime() - afterMon;
            }
        }
        return Figures.ofNanos(nanos, count);
    }

    /** Keeps {@code outstanding} calls under way on one connection; returns replies a second. */
    private double flood(int outstanding, int seconds, int procedure, Arguments arguments)
            throws IOException {
        try (RpcPipe pipe = new RpcPipe(port)) {
            int sent = 0;
            long replies = 0;
            long start = System.nanoTime();
            long end = start + seconds * 1_000_000_000L;
            for (; sent < outstanding; sent++) {
                pipe.call(sent, Sm.PROGRAM, Sm.VERSION, procedure, arguments.of(sent));
            }
            pipe.flush();
            while (System.nanoTime() < end) {
                do {
                    expect(pipe.reply().succeeded());
                    replies++;
                    pipe.call(sent, Sm.PROGRAM, Sm.VERSION, procedure, arguments.of(sent));
                    sent++;
                } while (pipe.ready());
                pipe.flush();
            }
            return replies / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** Runs {@code callers} at once and returns the sum of what each of them reached. */
    private static double together(int callers, Caller caller) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<Double>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int number = i;
                all.add(() -> caller.run(number));
            }
            double sum = 0;
            for (Future<Double> one : threads.invokeAll(all)) {
                sum += one.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IOException("a caller failed", e);
        } finally {
            threads.shutdown();
        }
    }

    private static void report(String what, int rounds, Callable<Double> round) throws Exception {
        round.call(); // a first one to warm up, not counted
        double[] values = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            values[i] = round.call();
        }
        System.out.println(what + ": " + Figures.of(values));
    }

    private static void expect(boolean expected) {
        if (!expected) {
            throw new IllegalStateException("the server refused a call");
        }
    }

    private static String address(int net, int host) {
        return net + "." + (host >> 16 & 0xff) + "." + (host >> 8 & 0xff) + "." + (host & 0xff);
    }

    private interface Arguments {
        byte[] of(int number);
    }

    private interface Caller {
        double run(int number) throws Exception;
    }
}
