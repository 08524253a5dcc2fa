package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.relock.lockd.nfs3.Mounted.NOTHING;
import static org.relock.lockd.nfs3.Mounted.hyper;
import static org.relock.lockd.nfs3.Mounted.text;
import static org.relock.lockd.nfs3.Mounted.word;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.posix.LocalDirectory;
import org.relock.lockd.vfs.posix.LocalOptions;
import org.relock.state.rpc.Limits;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;
import org.relock.state.service.Workers;

/** The largest transfers, through a server and back. */
@Timeout(60)
class OverTcpTest {

    private static final int MOST = 1_048_576;
    private static final int TIMES = 8;
    private static final int LAST_FRAGMENT = 1 << 31;

    /** What is all in memory is served at once, on Linux. */
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir private Path disk;

    private static void send(DataOutputStream out, String message) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(message);
        out.writeInt(LAST_FRAGMENT | bytes.length);
        out.write(bytes);
    }

    /** Returns the results of the next reply. */
    private static String results(DataInputStream in) throws IOException {
        byte[] reply = new byte[in.readInt() & ~LAST_FRAGMENT];
        in.readFully(reply);
        String hex = HexFormat.of().formatHex(reply);
        assertEquals("0000000100000000" + "00".repeat(12), hex.substring(8, 48));
        return hex.substring(48);
    }

    @Test
    void aMebibyteIsWrittenAndReadInOneCall() throws IOException {
        writesAndReads(disk);
    }

    @Test
    void soItIsWhereFilesAreInMemory() throws IOException {
        assumeTrue(Files.isDirectory(MEMORY));
        Path scratch = Files.createTempDirectory(MEMORY, "relock");
        try {
            writesAndReads(scratch);
        } finally {
            Files.delete(scratch.resolve("top/a"));
            Files.delete(scratch.resolve("top"));
            Files.delete(scratch.resolve("b"));
            Files.delete(scratch);
        }
    }

    private static void writesAndReads(Path scratch) throws IOException {
        long seed = new Random().nextLong();
        byte[] data = new byte[TIMES * MOST];
        new Random(seed).nextBytes(data);
        String hex = HexFormat.of().formatHex(data);
        try (LocalDirectory files =
                        LocalDirectory.open(
                                Files.createDirectories(scratch.resolve("top")),
                                new LocalOptions(true, false, 64, Optional.empty()));
                Workers workers = new Workers(4, 64, Duration.ofSeconds(1))) {
            Mounted mounted = new Mounted(files);
            Program program = Nfs3Program.of(mounted, workers, mounted.counters, System::nanoTime);
            ServerConfig config =
                    ServerConfig.of("nfs", program)
                            .withAddresses(List.of(InetAddress.getLoopbackAddress()))
                            .withPorts(OptionalInt.empty(), OptionalInt.of(0))
                            .withLimits(Nfs3Program.limits(Limits.STANDARD));
            try (RpcServer server = RpcServer.open(config)) {
                server.start();
                int port = server.ports().tcp().getAsInt();
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    String create = mounted.root() + text("a") + word(1) + NOTHING;
                    send(out, mounted.message(3, Nfs3.CREATE, create));
                    String made = results(in);
                    String file = made.substring(16, 24 + 2 * lengthAt(made, 16));
                    for (int i = 0; i < TIMES; i++) {
                        String part = hex.substring(2 * i * MOST, 2 * (i + 1) * MOST);
                        String write =
                                hyper((long) i * MOST) + word(MOST) + word(0) + word(MOST) + part;
                        send(out, mounted.message(3, Nfs3.WRITE, file + write));
                        assertEquals("00000000", results(in).substring(0, 8));
                    }
                    assertEquals(data.length, Files.size(scratch.resolve("top/a")));
                    Set<String> parts = new HashSet<>();
                    // All at once, so that replies wait for us.
                    for (int i = 0; i < TIMES; i++) {
                        mounted.xid = i;
                        parts.add(hex.substring(2 * i * MOST, 2 * (i + 1) * MOST));
                        String read = hyper((long) i * MOST) + word(MOST);
                        send(out, mounted.message(3, Nfs3.READ, file + read));
                    }
                    for (int i = 0; i < TIMES; i++) {
                        String read = results(in);
                        assertEquals("00000000", read.substring(0, 8), () -> "seed " + seed);
                        assertTrue(parts.remove(read.substring(8 + 2 * (88 + 12))), "read else");
                    }
                }
            }
            assertEquals(data.length, mounted.counters.bytesRead());
            assertEquals(data.length, mounted.counters.bytesWritten());
            assertEquals(
                    -1,
                    Files.mismatch(
                            Files.write(scratch.resolve("b"), data), scratch.resolve("top/a")),
                    () -> "seed " + seed);
        }
    }

    /** Returns how many bytes an opaque has on the wire behind its length. */
    private static int lengthAt(String hex, int at) {
        return (Integer.parseInt(hex.substring(at, at + 8), 16) + 3) & ~3;
    }
}
