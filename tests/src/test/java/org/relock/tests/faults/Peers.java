package org.relock.tests.faults;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.StatChange;
import org.relock.state.xdr.XdrReader;

/**
 * Hosts that are told of our reboot, each an address whose port 111 is rpcbind and, since that is
 * where it says statd is, statd as well. Those that are silent are heard of by nobody.
 */
final class Peers implements AutoCloseable {

    private static final int PORT = 111;

    private final List<DatagramSocket> sockets = new ArrayList<>();
    private final Set<String> silent = new HashSet<>();

    /** By name, the states heard under the last of our names, which ends a peer's telling. */
    private final Map<String, TreeSet<Integer>> heard = new HashMap<>();

    private final String lastName;
    private int notices;

    /** Makes {@code count} of them; the last name that each is told of is {@code lastName}. */
    Peers(int count, String lastName) throws IOException {
        this.lastName = lastName;
        for (int i = 0; i < count; i++) {
            String host = host(i);
            byte[] address = {127, 1, 0, (byte) (i + 1)};
            DatagramSocket socket =
                    new DatagramSocket(
                            new InetSocketAddress(InetAddress.getByAddress(address), PORT));
            sockets.add(socket);
            Thread thread = new Thread(() -> serve(host, socket), host);
            thread.setDaemon(true);
            thread.start();
        }
    }

    static String host(int index) {
        return "127.1.0." + (index + 1);
    }

    /** Chooses who is silent from now on. */
    synchronized void silent(Set<String> hosts) {
        silent.clear();
        silent.addAll(hosts);
    }

    synchronized void forget() {
        heard.clear();
        notices = 0;
    }

    synchronized int notices() {
        return notices;
    }

    /** Returns the states that a host heard in full since {@link #forget}. */
    synchronized Set<Integer> statesHeardBy(String host) {
        return new TreeSet<>(heard.getOrDefault(host, new TreeSet<>()));
    }

    private void serve(String host, DatagramSocket socket) {
        DatagramPacket call = new DatagramPacket(new byte[2000], 2000);
        while (!socket.isClosed()) {
            try {
                call.setLength(2000);
                socket.receive(call);
                answer(host, socket, call);
            } catch (IOException e) {
                // Closed, or the caller was killed.
            }
        }
    }

    private synchronized void answer(String host, DatagramSocket socket, DatagramPacket call)
            throws IOException {
        if (silent.contains(host)) {
            return;
        }
        XdrReader xdr = new XdrReader(ByteBuffer.wrap(call.getData(), 0, call.getLength()));
        ByteBuffer reply = ByteBuffer.allocate(28).putInt(xdr.i32()).putInt(1).putInt(0);
        reply.putLong(0).putInt(0);
        xdr.skip(8);
        boolean notice = xdr.i32() == Sm.PROGRAM;
        xdr.skip(24);
        if (notice) {
            StatChange change = StatChange.decode(xdr);
            notices++;
            if (change.monName().equals(lastName)) {
                heard.computeIfAbsent(host, it -> new TreeSet<>()).add(change.state());
            }
        } else {
            reply.putInt(PORT);
        }
        socket.send(new DatagramPacket(reply.array(), reply.position(), call.getSocketAddress()));
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
    }
}
