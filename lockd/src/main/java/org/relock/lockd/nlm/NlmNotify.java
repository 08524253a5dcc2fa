package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_notify} (RFC 1813, appendix II): the argument of FREE_ALL.
 *
 * @param name the client's own name, at most 1025 bytes that may be anything
 * @param state not used
 */
record NlmNotify(String name, int state) implements XdrEncodable {

    static NlmNotify decode(XdrReader xdr) throws MalformedXdrException {
        return new NlmNotify(xdr.string(Nlm.MAX_FREE_ALL_NAME_BYTES), xdr.i32());
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.string(name).i32(state);
    }
}
