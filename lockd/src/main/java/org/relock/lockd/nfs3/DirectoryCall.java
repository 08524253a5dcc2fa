package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;

/** What READDIR and READDIRPLUS do alike. */
final class DirectoryCall {

    private DirectoryCall() {}

    /**
     * Reads a directory.
     *
     * @param cookie 0, or that of the last entry seen
     * @param verifier what came with the cookie
     * @param withEntries whether files and attributes are wanted
     */
    static Reply read(
            Place directory, long cookie, long verifier, boolean withEntries, Listing listing) {
        try {
            if (cookie != 0 && verifier != Listing.VERIFIER) {
                throw new FileException(FileStatus.BAD_COOKIE);
            }
            boolean eof =
                    directory
                            .files()
                            .readDirectory(
                                    directory.actor(),
                                    directory.file(),
                                    cookie,
                                    withEntries,
                                    listing);
            if (listing.isTooSmall()) {
                throw new FileException(FileStatus.TOOSMALL);
            }
            Optional<Attributes> after = directory.attributes();
            return Reply.ok(
                    xdr -> {
                        Fattr3.postOp(after, xdr);
                        listing.encode(eof, xdr);
                    });
        } catch (FileException e) {
            return Reply.failed(e.status(), directory.attributes());
        }
    }
}
