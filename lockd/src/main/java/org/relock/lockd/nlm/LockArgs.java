package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_lockargs} (RFC 1813, appendix II): the argument of LOCK, LOCK_MSG and NM_LOCK.
 *
 * @param cookie what the answer brings back, at most 1024 bytes
 * @param block whether the client would wait
 * @param exclusive whether others may not even read-lock
 * @param lock which bytes of what, and whose
 * @param reclaim whether it was held before our reboot
 * @param state the client's NSM state; 0 if it does not say
 */
record LockArgs(
        Opaque cookie, boolean block, boolean exclusive, NlmLock lock, boolean reclaim, int state)
        implements NlmWord {

    static LockArgs decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException {
        return new LockArgs(
                xdr.opaque(Nlm.MAX_NETOBJ_BYTES),
                xdr.bool(),
                xdr.bool(),
                NlmLock.decode(version, xdr),
                xdr.bool(),
                xdr.i32());
    }

    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.opaque(cookie).bool(block).bool(exclusive);
        lock.encode(version, xdr);
        xdr.bool(reclaim).i32(state);
    }
}
