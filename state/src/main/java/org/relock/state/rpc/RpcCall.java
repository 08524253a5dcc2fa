package org.relock.state.rpc;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.relock.state.xdr.XdrEncodable;

/**
 * A call to be made, without its transport.
 *
 * @param to the server, resolved
 * @param program the RPC program
 * @param version its version
 * @param procedure its procedure
 * @param arguments what it is called with
 */
public record RpcCall(
        InetSocketAddress to, int program, int version, int procedure, XdrEncodable arguments) {

    /** Checks that the server's address is known. */
    public RpcCall {
        Objects.requireNonNull(arguments, "arguments");
        if (to.isUnresolved() || to.getPort() == 0) {
            throw new IllegalArgumentException("no address to call: " + to);
        }
    }
}
