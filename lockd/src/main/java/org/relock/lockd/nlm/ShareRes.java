package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_shareres} (RFC 1813, appendix II): what has come of a SHARE or an UNSHARE.
 *
 * @param cookie the request's, byte by byte
 * @param stat what has come of it
 * @param sequence a number that nobody looks at
 */
record ShareRes(Opaque cookie, NlmStat stat, int sequence) implements NlmWord {

    static ShareRes decode(XdrReader xdr) throws MalformedXdrException {
        return new ShareRes(xdr.opaque(Nlm.MAX_NETOBJ_BYTES), NlmStat.decode(xdr), xdr.i32());
    }

    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.opaque(cookie).value(stat.in(version)).i32(sequence);
    }
}
