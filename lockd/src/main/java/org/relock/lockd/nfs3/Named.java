package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code diropargs3} (RFC 1813, 2.6): a name in a directory.
 *
 * @param directory a handle as it came
 * @param anyName a name as it came, of at most 4096 bytes; see {@link #name}
 */
record Named(Opaque directory, Opaque anyName) {

    static Named decode(XdrReader xdr) throws MalformedXdrException {
        return new Named(Wire.handle(xdr), xdr.opaque(Nfs3Limits.READ_NAME));
    }

    /**
     * Returns a name of which the file system will judge the bytes.
     *
     * @throws FileException INVAL for no name, NAMETOOLONG for more than 255 bytes
     */
    Opaque name() throws FileException {
        if (anyName.length() == 0) {
            throw new FileException(FileStatus.INVAL);
        }
        if (anyName.length() > Nfs3Limits.NAME) {
            throw new FileException(FileStatus.NAMETOOLONG);
        }
        return anyName;
    }
}
