package org.relock.state.nsm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code mon} (XNFS, SM_MON): the argument of SM_MON.
 *
 * @param monId which host to watch, and for whom
 * @param priv 16 bytes that the caller wants back when the host has rebooted
 */
public record Mon(MonId monId, Opaque priv) implements XdrEncodable {

    /** Checks the length of {@code priv}. */
    public Mon {
        if (priv.length() != Sm.PRIV_BYTES) {
            throw new IllegalArgumentException("priv is " + priv.length() + " bytes");
        }
    }

    /** Reads one. */
    public static Mon decode(XdrReader xdr) throws MalformedXdrException {
        return new Mon(MonId.decode(xdr), xdr.fixedOpaque(Sm.PRIV_BYTES));
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.value(monId).fixedOpaque(priv);
    }
}
