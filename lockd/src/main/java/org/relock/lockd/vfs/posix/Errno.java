package org.relock.lockd.vfs.posix;

import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;

/** What Linux calls its errors, and what NFS calls them. */
final class Errno {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENODEV = 19;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ETXTBSY = 26;
    static final int EFBIG = 27;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int EMLINK = 31;
    static final int ERANGE = 34;
    static final int ENAMETOOLONG = 36;
    static final int ENOLCK = 37;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int ENODATA = 61;
    static final int EOVERFLOW = 75;
    static final int EOPNOTSUPP = 95;
    static final int ENOBUFS = 105;
    static final int ETIMEDOUT = 110;
    static final int ESTALE = 116;
    static final int EDQUOT = 122;

    private Errno() {}

    /** Returns {@code result} unless it is -errno. */
    static long check(long result) throws FileException {
        if (result < 0) {
            throw failure(result);
        }
        return result;
    }

    /** Returns what is thrown for a result of -errno. */
    static FileException failure(long result) {
        return new FileException(status((int) -result));
    }

    /** Returns the status that a client is told. */
    static FileStatus status(int errno) {
        return switch (errno) {
            case EPERM -> FileStatus.PERM;
            case ENOENT -> FileStatus.NOENT;
            case EIO -> FileStatus.IO;
            case ENXIO -> FileStatus.NXIO;
            // In use by others of this machine: a mount point, a running program.
            case EACCES, EBUSY, ETXTBSY -> FileStatus.ACCES;
            case EEXIST -> FileStatus.EXIST;
            case EXDEV -> FileStatus.XDEV;
            case ENODEV -> FileStatus.NODEV;
            case ENOTDIR -> FileStatus.NOTDIR;
            case EISDIR -> FileStatus.ISDIR;
            case EINVAL, ELOOP, ERANGE, EOVERFLOW -> FileStatus.INVAL;
            case EFBIG -> FileStatus.FBIG;
            case ENOSPC -> FileStatus.NOSPC;
            case EROFS -> FileStatus.ROFS;
            case EMLINK -> FileStatus.MLINK;
            case ENAMETOOLONG -> FileStatus.NAMETOOLONG;
            case ENOTEMPTY -> FileStatus.NOTEMPTY;
            case EDQUOT -> FileStatus.DQUOT;
            case ESTALE -> FileStatus.STALE;
            case EOPNOTSUPP, ENOSYS -> FileStatus.NOTSUPP;
            // Passes: the client asks again.
            case EAGAIN, ENOLCK, ENOMEM, ENFILE, EMFILE, ENOBUFS, ETIMEDOUT -> FileStatus.JUKEBOX;
            default -> FileStatus.SERVERFAULT;
        };
    }
}
