package org.relock.tests.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relock.tests.Needs;

/**
 * A server with a heap of 16 MiB and 256 file descriptors among strangers who mean it ill. After
 * each attack, and in the middle of it, NULL is answered over UDP and TCP.
 */
class ServerUnderAttackTest {

    private static final int DESCRIPTORS = 256;

    /** Heap, code and the JVM itself; many connections and floods must not add to it, in KiB. */
    private static final long MOST_RESIDENT = 80_000;

    private final List<SocketChannel> connections = new ArrayList<>();
    private ServedProcess server;

    @BeforeEach
    void start() throws IOException {
        server = ServedProcess.start(Needs.program("prlimit"), DESCRIPTORS);
        server.mustServe();
    }

    @AfterEach
    void stop() throws IOException {
        server.mustServe();
        assertTrue(server.descriptors() <= DESCRIPTORS);
        assertTrue(server.mostResident() < MOST_RESIDENT, server.mostResident() + " KiB");
        for (SocketChannel connection : connections) {
            connection.close();
        }
        server.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel connection = SocketChannel.open(server.tcp());
        connections.add(connection);
        return connection;
    }

    /** Writes until everything is written, the server takes no more, or closes. */
    private static boolean offer(SocketChannel connection, ByteBuffer bytes) {
        try {
            connection.configureBlocking(false);
            while (bytes.hasRemaining()) {
                if (connection.write(bytes) == 0) {
                    return true;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // The server has closed it, as it may.
        }
    }

    private static ByteBuffer record(int length, int sent) {
        ByteBuffer record = ByteBuffer.allocate(4 + sent).putInt(0x80000000 | length);
        return record.clear();
    }

    @Test
    void tenThousandConnections() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            // Ours are closed again soon, so that this process needs few descriptors; those the
            // server has not closed by then stay open on its side until it notices.
            connect();
            if (connections.size() > 500) {
                connections.remove(0).close();
            }
            if (i % 1_000 == 0) {
                server.mustServe();
            }
        }
    }

    @Test
    void halfRecordsOnAllConnections() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            offer(connect(), record(65_000, 64_000));
            if (i % 100 == 0) {
                server.mustServe();
            }
        }
    }

    /** oncrpc4j K4. */
    @Test
    void recordsOfTwoGibibytes() throws IOException {
        for (int i = 0; i < 100; i++) {
            offer(connect(), record(0x7fffffff, 1_000_000));
        }
    }

    /** oncrpc4j K5. */
    @Test
    void callersWhoDoNotRead() throws IOException {
        ByteBuffer many = ByteBuffer.allocate(44 * 20_000);
        while (many.hasRemaining()) {
            many.putInt(0x80000000 | 40).put(ServedProcess.nullCall(1));
        }
        for (int i = 0; i < 100; i++) {
            connect();
        }
        for (int round = 0; round < 10; round++) {
            for (SocketChannel connection : connections) {
                offer(connection, many.clear());
            }
            server.mustServe();
        }
    }

    /** oncrpc4j K7: 64 MB of fragments without bytes took 45 s. */
    @Test
    void emptyFragments() throws IOException {
        for (int i = 0; i < 64; i++) {
            offer(connect(), ByteBuffer.allocate(1_000_000));
        }
    }

    /** oncrpc4j K3: 2 GiB of memory for each of these. */
    @Test
    void datagramsThatAnnounceTwoGibibytes() throws IOException {
        try (DatagramChannel channel = DatagramChannel.open().connect(server.udp())) {
            ByteBuffer hostile = ServedProcess.nullCall(1).putInt(28, 0x7ffffff0);
            for (int i = 0; i < 20_000; i++) {
                channel.write(hostile.rewind());
            }
        }
    }

    @Test
    void noise() throws IOException {
        long seed = System.nanoTime();
        System.out.println("noise of seed " + seed);
        Random random = new Random(seed);
        try (DatagramChannel channel = DatagramChannel.open().connect(server.udp())) {
            for (int i = 0; i < 2_000; i++) {
                byte[] bytes = new byte[random.nextInt(3_000)];
                random.nextBytes(bytes);
                channel.write(ByteBuffer.wrap(bytes));
                offer(connect(), ByteBuffer.wrap(bytes));
                if (connections.size() > 500) {
                    connections.remove(0).close();
                }
            }
        }
    }
}
