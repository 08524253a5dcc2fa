package org.relock.state.rpcbind;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A way to a server on this host, used by one thread, which may wait, but never past the deadline
 * that the wire was opened with. When that has passed, each method throws {@link
 * java.net.SocketTimeoutException}.
 */
interface Wire extends AutoCloseable {

    /** Sends one RPC message. */
    void send(byte[] message) throws IOException;

    /** Waits for one. On a datagram wire the last call is sent again meanwhile. */
    ByteBuffer receive() throws IOException;

    @Override
    void close() throws IOException;
}
