package org.relock.tests.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.relock.tests.bench.RpcServeMain;

/** A process of its own that serves NULL, with little memory and few file descriptors. */
final class ServedProcess implements AutoCloseable {

    static final int PROGRAM = 0x20000099;

    /** Only so that a failing test ends. */
    private static final int PATIENCE_MILLIS = 20_000;

    private static final int UDP_TRIES = 20;

    final int udpPort;
    final int tcpPort;
    private final Process process;

    private ServedProcess(Process process, int udpPort, int tcpPort) {
        this.process = process;
        this.udpPort = udpPort;
        this.tcpPort = tcpPort;
    }

    /** Starts one with {@code descriptors} file descriptors at most and a heap of 16 MiB. */
    static ServedProcess start(Path prlimit, int descriptors) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(prlimit.toString());
        command.add("--nofile=" + descriptors + ":" + descriptors);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx16m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        // So that memory which runs out shows as what it is.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(RpcServeMain.class.getName());
        command.add("0");
        command.add(Integer.toString(PROGRAM));
        command.add("2");
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String udp = said.readLine();
        String tcp = said.readLine();
        if (tcp == null) {
            process.destroyForcibly();
            throw new IOException("the server did not start");
        }
        return new ServedProcess(process, Integer.parseInt(udp), Integer.parseInt(tcp));
    }

    InetSocketAddress tcp() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcpPort);
    }

    InetSocketAddress udp() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), udpPort);
    }

    /** The message of a NULL call (RFC 5531). */
    static ByteBuffer nullCall(int xid) {
        ByteBuffer call = ByteBuffer.allocate(40);
        call.putInt(xid).putInt(0).putInt(2).putInt(PROGRAM).putInt(1).putInt(0);
        return call.putLong(0).putLong(0).flip();
    }

    /** Calls NULL over both transports. */
    void mustServe() throws IOException {
        byte[] call = nullCall(77).array();
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(tcp(), PATIENCE_MILLIS);
            ByteBuffer record = ByteBuffer.allocate(44).putInt(0x80000000 | 40).put(call);
            socket.getOutputStream().write(record.array());
            byte[] reply = socket.getInputStream().readNBytes(28);
            expectSuccess(ByteBuffer.wrap(reply), 4);
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(udp());
            socket.setSoTimeout(PATIENCE_MILLIS / UDP_TRIES);
            DatagramPacket reply = new DatagramPacket(new byte[100], 100);
            for (int left = UDP_TRIES; ; left--) {
                socket.send(new DatagramPacket(call, call.length));
                try {
                    socket.receive(reply);
                    break;
                } catch (SocketTimeoutException e) {
                    // In a flood a datagram may be lost, as RPC over UDP expects.
                    if (left == 0) {
                        throw e;
                    }
                }
            }
            expectSuccess(ByteBuffer.wrap(reply.getData(), 0, reply.getLength()), 0);
        }
    }

    private static void expectSuccess(ByteBuffer reply, int at) throws IOException {
        if (reply.limit() != at + 24 || reply.getInt(at) != 77 || reply.getInt(at + 20) != 0) {
            throw new IOException("not the answer to NULL: " + reply);
        }
    }

    /** Returns how many descriptors it has open. */
    int descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) open.count();
        }
    }

    /** Returns the most memory it has had resident so far, in KiB. */
    long mostResident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("the kernel does not tell");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
