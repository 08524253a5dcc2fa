package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.SetAttributes;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code SYMLINK3args} (RFC 1813, 3.3.10).
 *
 * @param attributes as they came
 * @param target what the link is to say: at most 4096 bytes, which may be anything
 */
record SymlinkArgs(Named where, SetAttributes attributes, Opaque target) {

    static SymlinkArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new SymlinkArgs(Named.decode(xdr), Sattr3.decode(xdr), xdr.opaque(Nfs3Limits.PATH));
    }
}
