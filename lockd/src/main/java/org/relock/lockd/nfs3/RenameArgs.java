package org.relock.lockd.nfs3;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** {@code RENAME3args} (RFC 1813, 3.3.14). */
record RenameArgs(Named from, Named to) {

    static RenameArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new RenameArgs(Named.decode(xdr), Named.decode(xdr));
    }
}
