package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code wcc_data} (RFC 1813, 2.6): a file before and after what was done to it, so that the client
 * can tell its own change from those of others.
 *
 * @param before empty if somebody else may have changed the file since, or it is not known
 * @param after empty if it is not known
 */
record WccData(Optional<Attributes> before, Optional<Attributes> after) implements XdrEncodable {

    @Override
    public void encode(XdrWriter xdr) {
        xdr.bool(before.isPresent());
        if (before.isPresent()) {
            Attributes attributes = before.get();
            xdr.i64(attributes.size());
            Wire.time(attributes.modified(), xdr);
            Wire.time(attributes.changed(), xdr);
        }
        Fattr3.postOp(after, xdr);
    }
}
