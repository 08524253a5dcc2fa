package org.relock.tests.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Cold starts of a status monitor: milliseconds from exec to the first answered NULL over UDP, CPU
 * until then, and resident memory a second later.
 *
 * <pre>
 * StartBench ROUNDS PORT LABEL=COMMAND...
 * </pre>
 *
 * A command's words are parted by {@code @}; it must stay in the foreground and listen on PORT. The
 * commands take turns, so that a busy spell of the machine hits all of them alike. Run by {@code
 * bench-start}, in namespaces with an rpcbind.
 */
final class StartBench {

    private static final int STATUS_MONITOR = 100_024;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int PROBE_MILLIS = 1;
    private static final long PROBE_MICROS = 500;
    private static final long SETTLE_MILLIS = 1_000;
    private static final int TICK_MILLIS = 10; // sysconf(_SC_CLK_TCK) is 100 on Linux

    private final String label;
    private final List<String> command;
    private final double[] millis;
    private final double[] cpu;
    private final double[] resident;

    private StartBench(String label, List<String> command, int rounds) {
        this.label = label;
        this.command = command;
        millis = new double[rounds];
        cpu = new double[rounds];
        resident = new double[rounds];
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        int port = Integer.parseInt(args[1]);
        StartBench[] benches = new StartBench[args.length - 2];
        for (int i = 0; i < benches.length; i++) {
            String[] parts = args[i + 2].split("=", 2);
            benches[i] = new StartBench(parts[0], List.of(parts[1].split("@", -1)), rounds);
        }
        for (int round = 0; round < rounds; round++) {
            for (StartBench bench : benches) {
                bench.start(round, port);
            }
        }
        for (StartBench bench : benches) {
            System.out.printf(
                    "%-12s first NULL %s ms, CPU %s ms, resident %s KiB%n",
                    bench.label,
                    Figures.of(bench.millis),
                    Figures.of(bench.cpu),
                    Figures.of(bench.resident));
        }
    }

    private void start(int round, int port) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            awaitNull(process, port, begin);
            millis[round] = (System.nanoTime() - begin) / 1e6;
            cpu[round] = cpuMillis(process.pid());
            if (process.waitFor(SETTLE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(label + " ended early");
            }
            resident[round] = residentKib(process.pid());
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private void awaitNull(Process process, int port, long begin)
            throws IOException, InterruptedException {
        byte[] call = new byte[NullCall.BYTES];
        new NullCall(STATUS_MONITOR, 1).put(ByteBuffer.wrap(call), 1);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PROBE_MILLIS);
            DatagramPacket reply = new DatagramPacket(new byte[NullCall.BYTES], NullCall.BYTES);
            while (true) {
                try {
                    socket.send(new DatagramPacket(call, call.length));
                    socket.receive(reply);
                    return;
                } catch (PortUnreachableException | SocketTimeoutException notYet) {
                    boolean ended = process.waitFor(PROBE_MICROS, TimeUnit.MICROSECONDS);
                    if (ended || System.nanoTime() - begin > PATIENCE_NANOS) {
                        throw new IllegalStateException(label + " never answered", notYet);
                    }
                }
            }
        }
    }

    /** User and system time of a process, fields 14 and 15 of its {@code stat}. */
    private static double cpuMillis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * (double) TICK_MILLIS;
    }

    private static double residentKib(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D", ""));
            }
        }
        throw new IllegalStateException("no VmRSS");
    }
}
