package org.relock.tests.faults;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A name server that hears every question and answers none. */
final class BlackHole implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;
    private static final int HEADER = 12;

    private final DatagramSocket socket;
    private final Set<String> questions = new HashSet<>();

    BlackHole() throws IOException {
        socket =
                new DatagramSocket(
                        new InetSocketAddress(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 53}), 53));
        Thread thread = new Thread(this::serve, "black hole");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[600], 600);
        while (!socket.isClosed()) {
            try {
                packet.setLength(600);
                socket.receive(packet);
            } catch (IOException e) {
                return; // closed
            }
            StringBuilder name = new StringBuilder();
            byte[] bytes = packet.getData();
            for (int at = HEADER; bytes[at] != 0; at += bytes[at] + 1) {
                name.append(name.length() == 0 ? "" : ".");
                for (int i = 1; i <= bytes[at]; i++) {
                    name.append((char) bytes[at + i]);
                }
            }
            synchronized (this) {
                questions.add(name.toString());
                notifyAll();
            }
        }
    }

    /** Waits until it was asked about a name. */
    void awaitQuestion(String name) throws InterruptedException {
        if (!awaitMoreThan(0, name, PATIENCE_SECONDS)) {
            throw new AssertionError(name + " is not asked for");
        }
    }

    /** Returns how many different names with that beginning it was asked about. */
    synchronized int questionsAbout(String beginning) {
        int count = 0;
        for (String question : questions) {
            count += question.startsWith(beginning) ? 1 : 0;
        }
        return count;
    }

    /** Waits for more such names; false if none comes within so many seconds. */
    synchronized boolean awaitMoreThan(int number, String beginning, int seconds)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (questionsAbout(beginning) <= number) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    @Override
    public void close() {
        socket.close();
    }
}
