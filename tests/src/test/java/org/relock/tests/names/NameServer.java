package org.relock.tests.names;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A name server (RFC 1035) of three kinds of records and no more, on 127.0.0.1 port 53 of a network
 * namespace: A and PTR as taught, an empty answer to everything else. It answers after a delay, or
 * keeps questions until it is told to answer.
 */
final class NameServer implements AutoCloseable {

    private static final int A = 1;
    private static final int PTR = 12;
    private static final int HEADER = 12;

    /** One permit for each question that came in. */
    final Semaphore asked = new Semaphore(0);

    private final Map<String, byte[]> records = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread thread = new Thread(work, "name server");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final DatagramSocket socket;
    private final Duration delay;
    private volatile boolean silent;

    NameServer(Duration delay) throws IOException {
        this.delay = delay;
        this.socket =
                new DatagramSocket(
                        new InetSocketAddress(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 53));
        Thread reader = new Thread(this::serve, "name server reader");
        reader.setDaemon(true);
        reader.start();
    }

    void silent(boolean silent) {
        this.silent = silent;
    }

    /** Teaches the address of a name, and the name of that address. */
    void host(String name, String address) throws IOException {
        records.put(A + name, InetAddress.getByName(address).getAddress());
        String[] bytes = address.split("\\.", -1);
        pointer(String.join(".", bytes[3], bytes[2], bytes[1], bytes[0]), name);
    }

    /** Teaches what the reversed address points to. */
    void pointer(String reversed, String name) {
        records.put(PTR + reversed + ".in-addr.arpa", wire(name));
    }

    @Override
    public void close() {
        socket.close();
        later.shutdownNow();
    }

    private void serve() {
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            try {
                socket.receive(packet);
            } catch (IOException e) {
                return; // closed
            }
            asked.release();
            if (!silent) {
                var unused =
                        later.schedule(() -> answer(packet), delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void answer(DatagramPacket packet) {
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        int at = HEADER;
        StringBuilder name = new StringBuilder();
        while (question[at] != 0) {
            name.append(name.length() == 0 ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
            at += question[at] + 1;
        }
        int end = at + 5; // the final zero, type, class
        int type = ByteBuffer.wrap(question).getShort(at + 1);
        byte[] data = records.get(type + name.toString());
        ByteBuffer reply = ByteBuffer.allocate(512);
        reply.put(question, 0, 2).putShort((short) 0x8180).putShort((short) 1);
        reply.putShort((short) (data == null ? 0 : 1)).putInt(0);
        reply.put(question, HEADER, end - HEADER);
        if (data != null) {
            reply.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1).putInt(0);
            reply.putShort((short) data.length).put(data);
        }
        packet.setData(reply.array(), 0, reply.position());
        try {
            socket.send(packet);
        } catch (IOException e) {
            // The asker is gone or we are closed; either way nobody wants the answer.
        }
    }

    private static byte[] wire(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        return out.toByteArray();
    }
}
