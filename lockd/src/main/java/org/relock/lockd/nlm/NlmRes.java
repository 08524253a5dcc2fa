package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_res} (RFC 1813, appendix II): a cookie and what has come of the request. Written to
 * an older version, the status is the nearest that it has.
 *
 * @param cookie the request's, byte by byte
 * @param stat what has come of it
 */
record NlmRes(Opaque cookie, NlmStat stat) implements NlmWord {

    static NlmRes decode(XdrReader xdr) throws MalformedXdrException {
        return new NlmRes(xdr.opaque(Nlm.MAX_NETOBJ_BYTES), NlmStat.decode(xdr));
    }

    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.opaque(cookie).value(stat.in(version));
    }
}
