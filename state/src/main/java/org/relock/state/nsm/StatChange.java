package org.relock.state.nsm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code stat_chge} (XNFS, SM_NOTIFY): a peer's name for itself and its new state.
 *
 * @param monName at most 1024 bytes, as they came
 * @param state the peer's new state number, signed; odd while it is up
 */
public record StatChange(String monName, int state) implements XdrEncodable {

    /** Reads one. */
    public static StatChange decode(XdrReader xdr) throws MalformedXdrException {
        return new StatChange(xdr.string(Sm.MAX_NAME_BYTES), xdr.i32());
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.string(monName).i32(state);
    }
}
