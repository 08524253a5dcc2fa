package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nfsstat3} (RFC 1813, 2.6) and what follows it.
 *
 * @param error empty for NFS3_OK
 * @param rest what the procedure's results have for that status
 */
public record Reply(Optional<FileStatus> error, XdrEncodable rest) implements XdrEncodable {

    static final int NFS3_OK = 0;

    /** Returns a success. */
    public static Reply ok(XdrEncodable rest) {
        return new Reply(Optional.empty(), rest);
    }

    /** Returns a failure. */
    public static Reply failed(FileStatus status, XdrEncodable rest) {
        return new Reply(Optional.of(status), rest);
    }

    /** Returns a failure that tells the attributes of the file as well, if they are known. */
    public static Reply failed(FileStatus status, Optional<Attributes> file) {
        return failed(status, xdr -> Fattr3.postOp(file, xdr));
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.i32(error.isPresent() ? error.get().number() : NFS3_OK);
        rest.encode(xdr);
    }
}
