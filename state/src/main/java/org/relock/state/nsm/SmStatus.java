package org.relock.state.nsm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code status} (XNFS, SM_MON): what statd tells the local lock manager after a peer's reboot.
 *
 * @param monName the peer's name, exactly as the lock manager gave it
 * @param state the peer's new state number
 * @param priv the 16 bytes the lock manager gave
 */
public record SmStatus(String monName, int state, Opaque priv) implements XdrEncodable {

    /** Reads one. */
    public static SmStatus decode(XdrReader xdr) throws MalformedXdrException {
        return new SmStatus(
                xdr.string(Sm.MAX_NAME_BYTES), xdr.i32(), xdr.fixedOpaque(Sm.PRIV_BYTES));
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.string(monName).i32(state).fixedOpaque(priv);
    }
}
