package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.SetAttributes;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * {@code MKDIR3args} (RFC 1813, 3.3.9).
 *
 * @param attributes as they came
 */
record MkdirArgs(Named where, SetAttributes attributes) {

    static MkdirArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new MkdirArgs(Named.decode(xdr), Sattr3.decode(xdr));
    }
}
