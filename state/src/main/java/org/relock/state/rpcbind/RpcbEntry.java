package org.relock.state.rpcbind;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code rpcb} (RFC 1833, section 2.1): one entry as versions 3 and 4 have it.
 *
 * @param netid {@code udp}, {@code tcp}, {@code udp6}, {@code tcp6}, or another's
 * @param address a universal address
 * @param owner who set it, as rpcbind sees it
 */
record RpcbEntry(int program, int version, String netid, String address, String owner)
        implements XdrEncodable {

    /** The longest string of an entry that is read, in bytes. */
    static final int STRING_LIMIT = 256;

    static RpcbEntry decode(XdrReader xdr) throws MalformedXdrException {
        return new RpcbEntry(
                xdr.i32(),
                xdr.i32(),
                xdr.string(STRING_LIMIT),
                xdr.string(STRING_LIMIT),
                xdr.string(STRING_LIMIT));
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.i32(program).i32(version).string(netid).string(address).string(owner);
    }
}
