package org.relock.lockd.nlm;

import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/** A value that each version of the protocol spells in its own way. */
interface NlmWord {

    /** Appends the value to {@code xdr} as {@code version} spells it. */
    void encode(NlmVersion version, XdrWriter xdr);

    /** Returns the value as {@code version} spells it. */
    default XdrEncodable in(NlmVersion version) {
        return xdr -> encode(version, xdr);
    }
}
