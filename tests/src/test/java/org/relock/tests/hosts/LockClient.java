package org.relock.tests.hosts;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/** A host that locks, by calls of NLM version 4 over UDP from a reserved port. */
final class LockClient implements AutoCloseable {

    /** {@code nlm4_granted}, {@code nlm4_denied}, {@code nlm4_blocked}, in grace. */
    static final int GRANTED = 0;

    static final int DENIED = 1;
    static final int BLOCKED = 3;
    static final int GRACE = 4;

    private static final int NLM = 100021;
    private static final int LOCK = 2;
    private static final int UNLOCK = 4;
    private static final int TEN_BYTES = 10;
    private static final Opaque COOKIE = Opaque.ofHex("636b");

    private final RpcSocket socket;
    private final String name;
    private final InetSocketAddress server;

    LockClient(Host host, String name, String server, int port) {
        this.name = name;
        this.server = RpcSocket.at(server, port);
        socket = RpcSocket.reservedOn(host);
    }

    /** Asks for a write lock on ten bytes from {@code offset} of a file, and returns the status. */
    int lock(String file, int svid, long offset, boolean block, boolean reclaim)
            throws IOException {
        return call(
                LOCK,
                xdr -> {
                    xdr.opaque(COOKIE).bool(block).bool(true);
                    alock(xdr, file, svid, offset, TEN_BYTES);
                    xdr.bool(reclaim).i32(1);
                });
    }

    /** Asks for a write lock on a whole file. */
    int lockAll(String file) throws IOException {
        return call(
                LOCK,
                xdr -> {
                    xdr.opaque(COOKIE).bool(false).bool(true);
                    alock(xdr, file, 1, 0, 0);
                    xdr.bool(false).i32(1);
                });
    }

    int lock(String file) throws IOException {
        return lock(file, 1, 0, false, false);
    }

    int reclaim(String file) throws IOException {
        return lock(file, 1, 0, false, true);
    }

    int unlock(String file) throws IOException {
        return call(
                UNLOCK,
                xdr -> {
                    xdr.opaque(COOKIE);
                    alock(xdr, file, 1, 0, TEN_BYTES);
                });
    }

    private void alock(XdrWriter xdr, String file, int svid, long offset, int length) {
        xdr.string(name).opaque(Opaque.ofHex(file)).opaque(Opaque.ofHex("70")).i32(svid);
        xdr.i64(offset).i64(length);
    }

    private int call(int procedure, XdrEncodable arguments) throws IOException {
        var results = socket.call(server, NLM, 4, procedure, arguments);
        results.opaque(1024);
        return results.i32();
    }

    @Override
    public void close() {
        socket.close();
    }
}
