package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_unlockargs} (RFC 1813, appendix II): the argument of UNLOCK and UNLOCK_MSG.
 *
 * @param cookie what the answer brings back, at most 1024 bytes
 * @param lock which bytes of what, and whose
 */
record UnlockArgs(Opaque cookie, NlmLock lock) implements NlmWord {

    static UnlockArgs decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException {
        return new UnlockArgs(xdr.opaque(Nlm.MAX_NETOBJ_BYTES), NlmLock.decode(version, xdr));
    }

    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.opaque(cookie);
        lock.encode(version, xdr);
    }
}
