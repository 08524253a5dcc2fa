package org.relock.state.nsm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code sm_name} (XNFS, SM_STAT): the argument of SM_STAT.
 *
 * @param monName at most 1024 bytes, as they came
 */
public record SmName(String monName) implements XdrEncodable {

    /** Reads one. */
    public static SmName decode(XdrReader xdr) throws MalformedXdrException {
        return new SmName(xdr.string(Sm.MAX_NAME_BYTES));
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.string(monName);
    }
}
