package org.relock.lockd.mount;

import java.util.List;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code mountres3_ok} (RFC 1813, 5.2.1), with the status before it.
 *
 * @param handle at most 64 bytes
 * @param flavors what clients may say who they are by, preferred ones first
 */
record MountRes(Opaque handle, List<Integer> flavors) implements XdrEncodable {

    /** Copies the list. */
    MountRes {
        flavors = List.copyOf(flavors);
    }

    @Override
    public void encode(XdrWriter xdr) {
        MountStat.OK.encode(xdr);
        xdr.opaque(handle).i32(flavors.size());
        for (int flavor : flavors) {
            xdr.i32(flavor);
        }
    }
}
