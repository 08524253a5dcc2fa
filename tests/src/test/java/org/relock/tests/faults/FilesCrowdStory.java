package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.relock.tests.Await;

/** Too many connections for a file service, none of which may be closed. */
final class FilesCrowdStory {

    private static final int CONNECTIONS = 10_000;
    private static final int MOST_KILOBYTES = 256 * 1024;
    private static final int LOCKD_PORT = 4045;
    private static final int NFS_PORT = 2049;
    private static final int NFS_PROGRAM = 100_003;

    private FilesCrowdStory() {}

    public static void main(String[] arguments) throws Exception {
        Path served = Files.createDirectories(Path.of("/run/served"));
        Process daemon =
                new ProcessBuilder(
                                Machine.DIST.resolve("rpc.lockd").toString(),
                                "-F",
                                "--no-syslog",
                                "--rpcbind=none",
                                "--monitor=best-effort",
                                "--port=" + LOCKD_PORT,
                                "--nfs-port=" + NFS_PORT,
                                "--export=" + served)
                        .inheritIO()
                        .start();
        List<SocketChannel> connections = new ArrayList<>();
        try {
            Await.until("rpc.lockd", () -> listens(daemon));
            connections.add(SocketChannel.open(address()));
            while (connections.size() < CONNECTIONS) {
                connections.add(SocketChannel.open(address()));
                if (connections.size() % 1_000 == 0) {
                    nothing(connections.get(0));
                    nothing(connections.get(connections.size() - 1));
                }
            }
            for (SocketChannel connection : connections) {
                nothing(connection);
            }
            int kilobytes = residentKilobytes(daemon);
            System.out.println(CONNECTIONS + " connections: VmRSS " + kilobytes + " kB");
            assertTrue(kilobytes < MOST_KILOBYTES, "VmRSS " + kilobytes + " kB");
        } finally {
            daemon.destroyForcibly();
        }
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), NFS_PORT);
    }

    /** Returns whether the daemon listens. */
    private static boolean listens(Process daemon) {
        assertTrue(daemon.isAlive(), "rpc.lockd has ended");
        try {
            SocketChannel.open(address()).close();
            return true;
        } catch (IOException e) {
            return false; // Not yet.
        }
    }

    /** Calls NULL and awaits the answer. */
    private static void nothing(SocketChannel connection) throws IOException {
        ByteBuffer call = ByteBuffer.allocate(44);
        call.putInt(0x80000000 | 40).putInt(7).putInt(0).putInt(2).putInt(NFS_PROGRAM).putInt(3);
        connection.write(call.clear());
        ByteBuffer reply = ByteBuffer.allocate(28);
        while (reply.hasRemaining()) {
            if (connection.read(reply) < 0) {
                throw new EOFException("a connection was closed");
            }
        }
        assertEquals(7, reply.getInt(4));
        assertEquals(0, reply.getInt(24));
    }

    private static int residentKilobytes(Process daemon) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + daemon.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Integer.parseInt(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError("no VmRSS");
    }
}
