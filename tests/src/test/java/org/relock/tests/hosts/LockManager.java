package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.relock.state.nsm.SmStatus;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * As much of a lock manager as a status monitor sees: registered with its host's rpcbind, for
 * versions 3 and 4, and called back.
 */
final class LockManager implements AutoCloseable {

    static final int PROGRAM = 100021;
    private static final int PATIENCE_SECONDS = 60;

    /** What was said, over which version, to which procedure. */
    record Heard(SmStatus status, int version, int procedure) {

        @Override
        public String toString() {
            return status.monName()
                    + " "
                    + status.state()
                    + " "
                    + status.priv().toString().substring(0, 2);
        }
    }

    private final DatagramSocket socket;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    private LockManager(DatagramSocket socket) {
        this.socket = socket;
        Thread thread = new Thread(this::serve, "lock manager");
        thread.setDaemon(true);
        thread.start();
    }

    static LockManager on(Host host) throws IOException {
        LockManager manager =
                new LockManager(host.inside(() -> new DatagramSocket(new InetSocketAddress(0))));
        try (RpcSocket rpcbind = RpcSocket.reservedOn(host)) {
            rpcbind.register(PROGRAM, 3, manager.socket.getLocalPort());
            rpcbind.register(PROGRAM, 4, manager.socket.getLocalPort());
        }
        return manager;
    }

    /** Waits for the next callback. */
    Heard next() throws InterruptedException {
        Heard next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(next, "the lock manager is not called back");
        return next;
    }

    /** Expects no callback beyond those taken; whatever was due must have been made by now. */
    void assertNothingMore() {
        assertEquals("[]", heard.toString());
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket call = new DatagramPacket(new byte[4096], 4096);
                socket.receive(call);
                answer(call);
            }
        } catch (IOException e) {
            assertTrue(socket.isClosed(), e::toString);
        }
    }

    private void answer(DatagramPacket call) throws IOException {
        XdrReader xdr = new XdrReader(ByteBuffer.wrap(call.getData(), 0, call.getLength()));
        int xid = xdr.i32();
        xdr.skip(12);
        int version = xdr.i32();
        int procedure = xdr.i32();
        InetSocketAddress from = (InetSocketAddress) call.getSocketAddress();
        // The kernel's believes only who is this host and privileged; so do we, by silence.
        boolean privileged = from.getAddress().isLoopbackAddress() && from.getPort() < 1024;
        if (!privileged) {
            return;
        }
        assertEquals(0, xdr.i64(), "no credential");
        assertEquals(0, xdr.i64(), "no verifier");
        if (procedure != 0) {
            heard.add(new Heard(SmStatus.decode(xdr), version, procedure));
        }
        byte[] reply = new XdrWriter(24).i32(xid).i32(1).i32(0).i64(0).i32(0).toBytes();
        socket.send(new DatagramPacket(reply, reply.length, from));
    }

    @Override
    public void close() {
        socket.close();
    }
}
