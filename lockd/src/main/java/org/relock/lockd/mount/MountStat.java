package org.relock.lockd.mount;

import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/** {@code mountstat3} (RFC 1813, 5.1.5); versions 1 and 2 have the same numbers. */
enum MountStat implements XdrEncodable {
    /** {@code MNT3_OK}. */
    OK(0),
    /** {@code MNT3ERR_NOENT}: no such directory. */
    NOENT(2),
    /** {@code MNT3ERR_IO}: the disk failed. */
    IO(5),
    /** {@code MNT3ERR_ACCES}: not exported to this client. */
    ACCES(13),
    /** {@code MNT3ERR_NOTDIR}: neither a directory nor a file. */
    NOTDIR(20),
    /** {@code MNT3ERR_INVAL}: no path. */
    INVAL(22),
    /** {@code MNT3ERR_NAMETOOLONG}: a part of the path is too long. */
    NAMETOOLONG(63),
    /** {@code MNT3ERR_SERVERFAULT}: anything else. */
    SERVERFAULT(10006);

    private final int number;

    MountStat(int number) {
        this.number = number;
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.i32(number);
    }

    /** Returns what a look-up's failure is called here. */
    static MountStat of(FileStatus status) {
        return switch (status) {
            case NOENT, STALE, BADHANDLE -> NOENT;
            case IO, NXIO, NODEV -> IO;
            case ACCES, PERM -> ACCES;
            case NOTDIR -> NOTDIR;
            case INVAL -> INVAL;
            case NAMETOOLONG -> NAMETOOLONG;
            default -> SERVERFAULT;
        };
    }
}
