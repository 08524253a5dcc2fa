package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.relock.state.nsm.Mon;
import org.relock.state.xdr.XdrWriter;

/** Too many connections, bytes without sense, a callout and a lock manager that hang. */
final class CrowdStory {

    private static final int CONNECTIONS = 10_000;
    private static final int NOISE_SECONDS = 3;
    private static final int OWED = 1_000;
    private static final int MOST_KILOBYTES = 64 * 1024;

    private CrowdStory() {}

    public static void main(String[] arguments) throws Exception {
        try (LockManager lockManager = new LockManager()) {
            try (Daemon daemon = Daemon.startAs("ulimit -n 1024; exec \"$@\"")) {
                tenThousandConnections(daemon);
                noise(daemon, lockManager);
            }
            aCalloutHangs();
            aSilentLockManager(lockManager);
        }
    }

    private static void tenThousandConnections(Daemon daemon) throws IOException {
        List<SocketChannel> connections = new ArrayList<>();
        byte[] call = StatusMonitor.call(1, 0, new byte[0]);
        ByteBuffer half = ByteBuffer.allocate(4 + call.length / 2);
        half.putInt(0x80000000 | call.length).put(call, 0, call.length / 2);
        for (int i = 0; i < CONNECTIONS; i++) {
            SocketChannel connection = SocketChannel.open(StatusMonitor.address());
            connections.add(connection);
            if (i % 2 == 0) {
                connection.write(half.rewind());
            }
            if (i % 1_000 == 999) {
                mustServe(daemon);
            }
        }
        int kilobytes = daemon.residentKilobytes();
        System.out.println(CONNECTIONS + " connections: VmRSS " + kilobytes + " kB");
        assertTrue(kilobytes < MOST_KILOBYTES, "VmRSS " + kilobytes + " kB");
        for (SocketChannel connection : connections) {
            connection.close();
        }
        mustServe(daemon);
    }

    private static void mustServe(Daemon daemon) throws IOException {
        assertTrue(StatusMonitor.awaitNull(Daemon.PORT, daemon::isAlive), daemon.words());
        try (StatusMonitor monitor = new StatusMonitor()) {
            monitor.nothing();
        }
    }

    private static void noise(Daemon daemon, LockManager lockManager) throws Exception {
        long seed = System.nanoTime();
        System.out.println("noise of seed " + seed);
        Random random = new Random(seed);
        try (StatusMonitor monitor = new StatusMonitor()) {
            assertTrue(monitor.mon("10.6.0.1", 1).succeeded());
            monitor.tell("10.6.0.1", 3);
            lockManager.awaitAbout("10.6.0.1", status -> status.state() == 3);
        }
        byte[] mon =
                XdrWriter.toBytes(
                        new Mon(StatusMonitor.monId("10.6.0.9"), StatusMonitor.cookie(1)));
        InetSocketAddress callbackSocket =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), lockManager.callbackPort());
        long sent = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(NOISE_SECONDS);
        try (DatagramChannel calls = DatagramChannel.open();
                DatagramChannel replies = DatagramChannel.open()) {
            while (System.nanoTime() < end) {
                byte[] nonsense = new byte[random.nextInt(2_000)];
                random.nextBytes(nonsense);
                byte[] whole = StatusMonitor.call(1, 1 + random.nextInt(6), mon);
                ByteBuffer truncated = ByteBuffer.wrap(whole, 0, random.nextInt(whole.length));
                calls.send(ByteBuffer.wrap(nonsense), StatusMonitor.address());
                calls.send(truncated, StatusMonitor.address());
                replies.send(ByteBuffer.wrap(nonsense), callbackSocket);
                if (sent % 8 == 0) {
                    try (SocketChannel connection = SocketChannel.open(StatusMonitor.address())) {
                        connection.write(ByteBuffer.wrap(nonsense));
                    }
                }
                sent++;
            }
        }
        mustServe(daemon);
        try (StatusMonitor monitor = new StatusMonitor()) {
            assertTrue(monitor.mon("10.6.0.2", 2).succeeded());
            for (int host = 1; host <= 2; host++) {
                String name = "10.6.0." + host;
                monitor.tell(name, 5);
                assertEquals(
                        StatusMonitor.cookie(host),
                        lockManager.awaitAbout(name, status -> status.state() == 5).priv());
            }
            monitor.unmon("10.6.0.1");
            monitor.unmon("10.6.0.2");
        }
        assertTrue(!Lists.monitored().contains("10.6.0.9"), "a truncated call was taken");
        System.out.println(sent + " rounds of noise: VmRSS " + daemon.residentKilobytes() + " kB");
    }

    private static void aCalloutHangs() throws Exception {
        Path callout = Path.of("/run/callout");
        Files.writeString(callout, "#!/bin/sh\necho $1 >> /run/called\nexec sleep 1000\n");
        Shell.ok("chmod 755 /run /run/callout && : > /run/called && chmod 666 /run/called");
        try (Daemon daemon = Daemon.start("-H", callout.toString(), "--callout-timeout=3");
                StatusMonitor waits = new StatusMonitor();
                StatusMonitor others = new StatusMonitor()) {
            waits.sendMon("10.6.0.3", 1);
            others.nothing();
            assertTrue(others.stat("10.6.0.3").succeeded());
            boolean overtaken = !waits.hasReply();
            assertTrue(waits.reply().res().succeeded());
            daemon.awaitLine(line -> line.contains("was killed"));
            assertTrue(Files.readString(Path.of("/run/called")).startsWith("add-client"));
            assertTrue(overtaken, "a callout that hangs holds others up");
        }
        Shell.ok("rm -f /var/lib/nfs/sm/*");
        System.out.println("a callout that hangs is killed, and holds up nobody else");
    }

    /** Check 58. */
    private static void aSilentLockManager(LockManager lockManager) throws Exception {
        lockManager.silent(true);
        try (Daemon daemon = Daemon.start();
                StatusMonitor monitor = new StatusMonitor()) {
            for (int i = 0; i < OWED; i++) {
                assertTrue(monitor.mon(owed(i), 1).succeeded());
            }
            for (int i = 0; i < OWED; i++) {
                monitor.tell(owed(i), 7);
            }
            lockManager.awaitCalls(lockManager.calls() + 1);
            long ticks = daemon.ticks();
            long begin = System.nanoTime();
            int calls = lockManager.calls();
            int step = 0;
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(NOISE_SECONDS)) {
                lockManager.awaitCalls(calls + ++step);
                mustServe(daemon);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double used = (daemon.ticks() - ticks) / 100.0;
            System.out.printf(
                    "%d callbacks owed to a silent lock manager, %d sent: %.2f s of processor"
                            + " time in %.1f s%n",
                    OWED, lockManager.calls() - calls, used, seconds);
            assertTrue(used < seconds / 4, used + " s of " + seconds);
            lockManager.silent(false);
            // Whoever monitors is there, so that nobody waits for the pause to end.
            assertTrue(monitor.mon("10.6.0.4", 1).succeeded());
            for (int i = 0; i < OWED; i++) {
                lockManager.awaitAbout(owed(i), status -> status.state() == 7);
            }
        }
    }

    private static String owed(int number) {
        return "10.7." + number / 250 + "." + number % 250;
    }
}
