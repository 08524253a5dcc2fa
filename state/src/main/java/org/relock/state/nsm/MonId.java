package org.relock.state.nsm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code mon_id} (XNFS, SM_UNMON): which host is watched, and for whom.
 *
 * @param monName the watched host, at most 1024 bytes, as they came
 * @param myId who wants to be told
 */
public record MonId(String monName, MyId myId) implements XdrEncodable {

    /** Reads one. */
    public static MonId decode(XdrReader xdr) throws MalformedXdrException {
        return new MonId(xdr.string(Sm.MAX_NAME_BYTES), MyId.decode(xdr));
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.string(monName).value(myId);
    }

    // Written out, because what a record has by itself is made at run time, which costs a daemon's
    // start 10 ms for the first one.
    @Override
    public boolean equals(Object other) {
        return other instanceof MonId that
                && monName.equals(that.monName)
                && myId.equals(that.myId);
    }

    @Override
    public int hashCode() {
        return 31 * monName.hashCode() + myId.hashCode();
    }
}
