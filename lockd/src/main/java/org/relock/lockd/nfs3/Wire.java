package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileTime;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** The protocol's small words (RFC 1813, 2.5 and 2.6). */
public final class Wire {

    /** What an unsigned number of 32 bits can be at most. */
    private static final long LAST_SECOND = 0xffff_ffffL;

    private Wire() {}

    /** Reads an {@code nfs_fh3}: 0 to 64 bytes, which may be anything. */
    public static Opaque handle(XdrReader xdr) throws MalformedXdrException {
        return xdr.opaque(Nfs3.FHSIZE);
    }

    /**
     * Reads an {@code nfstime3}, whose seconds are unsigned. Whether the nanoseconds make sense is
     * not judged here.
     */
    static FileTime time(XdrReader xdr) throws MalformedXdrException {
        return new FileTime(Integer.toUnsignedLong(xdr.i32()), xdr.i32());
    }

    /**
     * Writes an {@code nfstime3}; what is before 1970 or after 2106 becomes the nearest there is.
     */
    static void time(FileTime time, XdrWriter xdr) {
        if (time.seconds() < 0) {
            xdr.i32(0).i32(0);
        } else {
            xdr.i32((int) Math.min(time.seconds(), LAST_SECOND)).i32(time.nanos());
        }
    }
}
