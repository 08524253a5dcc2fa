package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.relock.state.names.NumericAddress;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** One TCP connection to a service of a host's own, kept open; written out by hand. */
final class RpcConnection implements AutoCloseable {

    private static final InetAddress LOCALHOST = NumericAddress.parse("127.0.0.1").orElseThrow();

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LAST_FRAGMENT = 0x8000_0000;
    private static final int LARGEST = 9000;

    private final Socket socket;
    private final DataInputStream in;
    private int xid = 1;

    private RpcConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects from a host to a port of its own. */
    static RpcConnection on(Host host, int port) {
        return host.inside(() -> new RpcConnection(new Socket(LOCALHOST, port)));
    }

    /** Calls without credentials, and returns the results. */
    XdrReader call(int program, int version, int procedure, XdrEncodable arguments)
            throws IOException {
        XdrWriter xdr = new XdrWriter(LARGEST);
        xdr.i32(++xid).i32(0).i32(2).i32(program).i32(version).i32(procedure);
        xdr.i64(0).i64(0).value(arguments);
        byte[] call = xdr.toBytes();
        ByteBuffer record = ByteBuffer.allocate(4 + call.length);
        socket.getOutputStream()
                .write(record.putInt(LAST_FRAGMENT | call.length).put(call).array());
        byte[] answer = new byte[in.readInt() & ~LAST_FRAGMENT];
        in.readFully(answer);
        XdrReader reply = new XdrReader(ByteBuffer.wrap(answer));
        assertEquals(xid, reply.i32(), "xid");
        assertEquals(1, reply.i32(), "a reply");
        assertEquals(0, reply.i32(), "MSG_ACCEPTED");
        assertEquals(0, reply.i64(), "no verifier");
        assertEquals(0, reply.i32(), "SUCCESS");
        return reply;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
