package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code SETATTR3args} (RFC 1813, 3.3.2).
 *
 * @param to as it came; see {@link Sattr3#checked}
 * @param guard {@code sattrguard3}: when the file must last have been changed, if that matters
 */
record SetattrArgs(Opaque file, SetAttributes to, Optional<FileTime> guard) {

    static SetattrArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new SetattrArgs(
                Wire.handle(xdr),
                Sattr3.decode(xdr),
                xdr.bool() ? Optional.of(Wire.time(xdr)) : Optional.empty());
    }
}
