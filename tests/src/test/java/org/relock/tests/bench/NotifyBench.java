package org.relock.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long sm-notify takes, from exec until the last living peer has been told under both names.
 *
 * <pre>
 * NotifyBench DIRECTORY ROUNDS PATIENCE PEERS ILL-PERCENT dead|unregistered|dns NAME=COMMAND...
 * </pre>
 *
 * Each command is run in each round, in turn, on a monitor list of its own making in DIRECTORY,
 * which must hold {@code sm} already; {@code @} in a command stands for a blank. A run that has not
 * told all after PATIENCE seconds is killed and counts as that long. With {@code dns}, the share of
 * ill peers is given by names that the resolver will not find. For a namespace of its own, see
 * bench-notify.
 */
final class NotifyBench {

    /** A record up to the names. */
    private static final String PREFIX =
            "0100007f 000186b5 00000003 00000010 000102030405060708090a0b0c0d0e0f ";

    private final Path directory;
    private final int patience;
    private final int count;
    private final int illPercent;
    private final boolean dns;
    private final FakePeers peers;

    private NotifyBench(Path directory, int patience, int count, int illPercent, String ill)
            throws IOException {
        this.directory = directory;
        this.patience = patience;
        this.count = count;
        this.illPercent = illPercent;
        this.dns = ill.equals("dns");
        this.peers =
                new FakePeers(
                        count,
                        illPercent,
                        ill.equals("unregistered")
                                ? FakePeers.Ill.UNREGISTERED
                                : FakePeers.Ill.DEAD);
    }

    public static void main(String[] args) throws Exception {
        NotifyBench bench =
                new NotifyBench(
                        Path.of(args[0]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Integer.parseInt(args[4]),
                        args[5]);
        List<List<Double>> figures = new ArrayList<>();
        for (int command = 6; command < args.length; command++) {
            figures.add(new ArrayList<>());
        }
        // Holds the port and never answers: where the resolver is sent for names.
        DatagramSocket silent = new DatagramSocket(new InetSocketAddress("127.0.0.53", 53));
        for (int round = 0; round < Integer.parseInt(args[1]); round++) {
            for (int command = 6; command < args.length; command++) {
                String line = args[command].substring(args[command].indexOf('=') + 1);
                figures.get(command - 6).add(bench.run(List.of(line.split("@", -1))) * 1000);
            }
        }
        for (int command = 6; command < args.length; command++) {
            double[] all = figures.get(command - 6).stream().mapToDouble(d -> d).toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%s %s %s%% %s: %s ms%n",
                    args[command].substring(0, args[command].indexOf('=')),
                    args[3],
                    args[4],
                    args[5],
                    Figures.of(all));
        }
        silent.close();
        System.exit(0);
    }

    /** Runs a command once and returns seconds. */
    private double run(List<String> command) throws IOException, InterruptedException {
        fill();
        peers.reset();
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("bench.log").toFile())
                        .start();
        long deadline = start + TimeUnit.SECONDS.toNanos(patience);
        while (peers.told() < peers.living() && System.nanoTime() - deadline < 0) {
            Thread.sleep(1);
        }
        boolean all = peers.told() == peers.living();
        if (!all || illPercent > 0 || !process.waitFor(patience, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        if (!all) {
            System.out.println("not all told: " + peers + " by " + command);
        }
        return all ? (peers.lastToldNanos() - start) / 1e9 : patience;
    }

    private void fill() throws IOException {
        empty(directory.resolve("sm"));
        if (Files.isDirectory(directory.resolve("sm.bak"))) {
            empty(directory.resolve("sm.bak"));
        }
        for (int i = 0; i < count; i++) {
            boolean byName = dns && i % 10 < illPercent / 10;
            String host = byName ? "host" + i + ".example.test" : FakePeers.address(i);
            Path file = directory.resolve("sm").resolve(host);
            Files.writeString(file, PREFIX + host + " bench.example.test\n");
            Files.setAttribute(
                    file, "unix:uid", Files.getAttribute(directory.resolve("sm"), "unix:uid"));
        }
    }

    private static void empty(Path list) throws IOException {
        try (Stream<Path> files = Files.list(list)) {
            files.forEach(
                    file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
