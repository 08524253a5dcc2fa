package org.relock.state.rpcbind;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code mapping} (RFC 1833, section 3): one entry as version 2 has it.
 *
 * @param protocol 6 for TCP, 17 for UDP
 * @param port any 32 bits; see {@link Rpcb#LAST_PORT}
 */
record Mapping(int program, int version, int protocol, int port) implements XdrEncodable {

    static Mapping decode(XdrReader xdr) throws MalformedXdrException {
        return new Mapping(xdr.i32(), xdr.i32(), xdr.i32(), xdr.i32());
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.i32(program).i32(version).i32(protocol).i32(port);
    }

    /** Returns the same as later versions have it; whose it is, version 2 does not tell. */
    RpcbEntry entry() {
        String netid =
                switch (protocol) {
                    case Rpcb.IPPROTO_UDP -> "udp";
                    case Rpcb.IPPROTO_TCP -> "tcp";
                    default -> "";
                };
        String address = "0.0.0.0." + (port >>> 8) + '.' + (port & 0xff);
        return new RpcbEntry(program, version, netid, address, "");
    }
}
