package org.relock.tests.wire;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;
import org.relock.state.xdr.XdrEncodable;

/**
 * The half of {@link AddressesThatComeAndGoTest} that runs in a network of its own, as a program:
 * it prints what it finds and judges nothing.
 */
final class AddressesRun {

    /** Calls are repeated, since the first to a new address may come before its socket. */
    private static final int TRIES = 50;

    private static final int TRY_MILLIS = 200;

    private AddressesRun() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("ipv4")) {
            run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
        }
        run("ip", "link", "set", "lo", "up");
        Program program =
                new Program(ServedProcess.PROGRAM, 1)
                        .procedure(
                                1,
                                "WHERE",
                                xdr -> XdrEncodable.VOID,
                                (caller, nothing) ->
                                        Answer.now(
                                                xdr ->
                                                        xdr.string(
                                                                caller.local().getHostAddress())));
        try (RpcServer server = RpcServer.open(ServerConfig.of("test", program))) {
            server.start();
            System.out.println("ipv6 " + server.ports().ipv6());
            ask(server, "127.0.0.1", "127.0.0.1");
            for (int round = 0; round < 2; round++) {
                run("ip", "addr", "add", "10.77.0.1/32", "dev", "lo");
                ask(server, "127.0.0.1", "10.77.0.1");
                run("ip", "addr", "add", "10.77.0.2/32", "dev", "lo");
                run("ip", "addr", "add", "10.77.0.3/32", "dev", "lo");
                ask(server, "127.0.0.1", "10.77.0.3");
                ask(server, "10.77.0.3", "10.77.0.2");
                ask(server, "10.77.0.2", "10.77.0.1");
                for (int last = 1; last <= 3; last++) {
                    run("ip", "addr", "del", "10.77.0." + last + "/32", "dev", "lo");
                }
                ask(server, "127.0.0.1", "127.0.0.1");
            }
            if (args[0].equals("both")) {
                run("ip", "addr", "add", "fd77::1/128", "dev", "lo", "nodad");
                ask(server, "::1", "fd77::1");
                ask(server, "fd77::1", "::1");
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + ": exit " + status);
        }
    }

    /**
     * Calls until there is an answer, each time from a new socket: one that was connected before
     * the kernel had the new address's local route sends the wrong way for good.
     */
    private static void ask(RpcServer server, String from, String to) throws IOException {
        for (int left = TRIES; left > 0; left--) {
            try {
                System.out.println(to + " called, answered from " + whoAnswers(server, from, to));
                return;
            } catch (SocketTimeoutException e) {
                // Again.
            }
        }
        System.out.println(to + " called in vain");
    }

    /** The socket is connected: only a reply from the address called reaches it. */
    private static String whoAnswers(RpcServer server, String from, String to) throws IOException {
        byte[] call = ServedProcess.nullCall(1).putInt(20, 1).array();
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getByName(from), 0))) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getByName(to), server.ports().udp().getAsInt()));
            socket.setSoTimeout(TRY_MILLIS);
            DatagramPacket reply = new DatagramPacket(new byte[200], 200);
            socket.send(new DatagramPacket(call, call.length));
            socket.receive(reply);
            return new String(
                    reply.getData(),
                    28,
                    reply.getData()[27],
                    java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
