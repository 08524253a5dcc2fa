package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_testargs} (RFC 1813, appendix II): the argument of TEST and TEST_MSG, and of GRANTED
 * and GRANTED_MSG.
 *
 * @param cookie what the answer brings back, at most 1024 bytes
 * @param exclusive whether others may not even read-lock
 * @param lock which bytes of what, and whose
 */
record TestArgs(Opaque cookie, boolean exclusive, NlmLock lock) implements NlmWord {

    static TestArgs decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException {
        return new TestArgs(
                xdr.opaque(Nlm.MAX_NETOBJ_BYTES), xdr.bool(), NlmLock.decode(version, xdr));
    }

    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.opaque(cookie).bool(exclusive);
        lock.encode(version, xdr);
    }
}
