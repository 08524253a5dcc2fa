package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_cancargs} (RFC 1813, appendix II): the argument of CANCEL and CANCEL_MSG.
 *
 * @param cookie what the answer brings back, at most 1024 bytes
 * @param block as in the LOCK; it decides nothing
 * @param exclusive as in the LOCK
 * @param lock as in the LOCK
 */
record CancelArgs(Opaque cookie, boolean block, boolean exclusive, NlmLock lock)
        implements NlmWord {

    static CancelArgs decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException {
        return new CancelArgs(
                xdr.opaque(Nlm.MAX_NETOBJ_BYTES),
                xdr.bool(),
                xdr.bool(),
                NlmLock.decode(version, xdr));
    }

    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.opaque(cookie).bool(block).bool(exclusive);
        lock.encode(version, xdr);
    }
}
