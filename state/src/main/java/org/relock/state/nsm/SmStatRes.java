package org.relock.state.nsm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code sm_stat_res} (XNFS, SM_STAT and SM_MON): whether it was done, and our state.
 *
 * @param succeeded {@code STAT_SUCC} (0) if true, {@code STAT_FAIL} (1) if not
 * @param state our state number; -1 where SM_MON failed
 */
public record SmStatRes(boolean succeeded, int state) implements XdrEncodable {

    /** What SM_MON answers whenever it fails. */
    public static final SmStatRes MON_FAILED = new SmStatRes(false, -1);

    /** Reads one. */
    public static SmStatRes decode(XdrReader xdr) throws MalformedXdrException {
        int result = xdr.i32();
        if (result != 0 && result != 1) {
            throw new MalformedXdrException("res of " + result);
        }
        return new SmStatRes(result == 0, xdr.i32());
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.i32(succeeded ? 0 : 1).i32(state);
    }
}
