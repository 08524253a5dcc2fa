package org.relock.state.nsm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code sm_stat} (XNFS, SM_UNMON and SM_UNMON_ALL): our state, and nothing else.
 *
 * @param state our state number
 */
public record SmStat(int state) implements XdrEncodable {

    /** Reads one. */
    public static SmStat decode(XdrReader xdr) throws MalformedXdrException {
        return new SmStat(xdr.i32());
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.i32(state);
    }
}
