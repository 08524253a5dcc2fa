package org.relock.tests.nfs3;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** One connection to an NFSv3 or MOUNT server of this host, one call at a time, as root. */
final class RawNfs implements AutoCloseable {

    static final int NFS = 100_003;
    static final int MOUNT = 100_005;

    static final int LOOKUP = 3;
    static final int READ = 6;
    static final int WRITE = 7;
    static final int CREATE = 8;
    static final int REMOVE = 12;
    static final int RENAME = 14;
    static final int COMMIT = 21;

    private static final int LAST_FRAGMENT = 0x8000_0000;
    private static final int LONGEST_HANDLE = 64;
    private static final int PATIENCE_MILLIS = 60_000;

    /** A {@code pre_op_attr} and a {@code post_op_attr}, behind their flags, in bytes. */
    private static final int BEFORE_BYTES = 24;

    private static final int AFTER_BYTES = 84;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int xid = (int) System.nanoTime();

    RawNfs(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /**
     * Makes a call and returns its results.
     *
     * @throws IOException if the server goes before it has answered
     */
    XdrReader call(int program, int procedure, XdrEncodable arguments) throws IOException {
        XdrWriter xdr = new XdrWriter(256);
        xid++;
        xdr.i32(0).i32(xid).i32(0).i32(2).i32(program).i32(3).i32(procedure);
        // AUTH_SYS: stamp, machine name, root, no further groups; then no verifier.
        xdr.i32(1).i32(24).i32(0).string("test").i32(0).i32(0).i32(0).i32(0).i32(0);
        arguments.encode(xdr);
        xdr.patchI32(0, LAST_FRAGMENT | (xdr.size() - Integer.BYTES));
        out.write(xdr.toBytes());
        byte[] reply = new byte[in.readInt() & ~LAST_FRAGMENT];
        in.readFully(reply);
        XdrReader results = new XdrReader(ByteBuffer.wrap(reply));
        if (results.i32() != xid) {
            throw new IllegalStateException("the reply to another call");
        }
        // REPLY, accepted, no verifier, SUCCESS.
        for (int expected : new int[] {1, 0, 0, 0, 0}) {
            if (results.i32() != expected) {
                throw new IllegalStateException("the call was not accepted");
            }
        }
        return results;
    }

    /** Mounts a directory and returns its handle. */
    static Opaque mount(int port, String path) throws IOException {
        try (RawNfs mount = new RawNfs(port)) {
            XdrReader results = mount.call(MOUNT, 1, xdr -> xdr.string(path));
            if (results.i32() != 0) {
                throw new IllegalStateException("MNT is refused");
            }
            return results.opaque(LONGEST_HANDLE);
        }
    }

    static Opaque handle(XdrReader results) throws MalformedXdrException {
        return results.opaque(LONGEST_HANDLE);
    }

    static void skipPostOp(XdrReader results) throws MalformedXdrException {
        if (results.bool()) {
            results.skip(AFTER_BYTES);
        }
    }

    static void skipWcc(XdrReader results) throws MalformedXdrException {
        if (results.bool()) {
            results.skip(BEFORE_BYTES);
        }
        skipPostOp(results);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
