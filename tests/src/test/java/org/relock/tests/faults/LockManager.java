package org.relock.tests.faults;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.relock.state.nsm.SmStatus;
import org.relock.state.xdr.XdrReader;

/** As much of lockd and rpcbind as a status monitor sees; it can be told to be silent. */
final class LockManager implements AutoCloseable {

    static final int PROGRAM = 100021;

    private static final int PATIENCE_SECONDS = 60;
    private static final int PORTMAPPER = 100000;
    private static final int PORTMAPPER_PORT = 111;

    private final DatagramSocket portmapper;
    private final DatagramSocket callbacks;
    private final Map<String, SmStatus> lastHeard = new HashMap<>();
    private volatile boolean silent;
    private int calls;
    private int callbackPort;

    LockManager() throws IOException {
        portmapper =
                new DatagramSocket(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), PORTMAPPER_PORT));
        callbacks = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        serve(portmapper);
        serve(callbacks);
    }

    void silent(boolean now) {
        silent = now;
    }

    private void serve(DatagramSocket socket) {
        Thread thread = new Thread(() -> serveUntilClosed(socket), "lock manager");
        thread.setDaemon(true);
        thread.start();
    }

    private void serveUntilClosed(DatagramSocket socket) {
        DatagramPacket call = new DatagramPacket(new byte[4096], 4096);
        while (!socket.isClosed()) {
            try {
                call.setLength(4096);
                socket.receive(call);
                answer(socket, call);
            } catch (IOException e) {
                // Closed, or a caller that was killed meanwhile.
            }
        }
    }

    private void answer(DatagramSocket socket, DatagramPacket call) throws IOException {
        XdrReader xdr = new XdrReader(ByteBuffer.wrap(call.getData(), 0, call.getLength()));
        int xid = xdr.i32();
        xdr.skip(8);
        boolean askedForPort = xdr.i32() == PORTMAPPER;
        xdr.skip(24);
        ByteBuffer reply = ByteBuffer.allocate(28).putInt(xid).putInt(1).putInt(0).putLong(0);
        reply.putInt(0);
        if (askedForPort) {
            reply.putInt(callbacks.getLocalPort());
        } else {
            SmStatus status = SmStatus.decode(xdr);
            synchronized (this) {
                calls++;
                callbackPort = call.getPort();
                notifyAll();
                if (!silent) {
                    lastHeard.put(status.monName(), status);
                }
            }
            if (silent) {
                return;
            }
        }
        socket.send(new DatagramPacket(reply.array(), reply.position(), call.getSocketAddress()));
    }

    /** Waits until it was called so often, answered or not. */
    synchronized void awaitCalls(int number) throws InterruptedException {
        await(() -> calls >= number, "callbacks");
    }

    synchronized int calls() {
        return calls;
    }

    /** Returns the port from which we were called last. */
    synchronized int callbackPort() {
        return callbackPort;
    }

    /** Waits for a callback about a host that is as wanted, and returns the last one about it. */
    synchronized SmStatus awaitAbout(String host, Predicate<SmStatus> wanted)
            throws InterruptedException {
        await(
                () -> lastHeard.containsKey(host) && wanted.test(lastHeard.get(host)),
                "callback for " + host);
        return lastHeard.get(host);
    }

    private void await(java.util.function.BooleanSupplier wanted, String what)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!wanted.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("in vain for " + what + ": " + calls + " " + lastHeard);
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        portmapper.close();
        callbacks.close();
    }
}
