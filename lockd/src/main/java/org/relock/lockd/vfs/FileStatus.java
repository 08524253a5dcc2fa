package org.relock.lockd.vfs;

/** Why something could not be done with a file, as {@code nfsstat3} (RFC 1813, 2.6) names it. */
public enum FileStatus {
    /** {@code NFS3ERR_PERM}: not the owner. */
    PERM(1),
    /** {@code NFS3ERR_NOENT}: no such file. */
    NOENT(2),
    /** {@code NFS3ERR_IO}: the disk failed. */
    IO(5),
    /** {@code NFS3ERR_NXIO}: no such device. */
    NXIO(6),
    /** {@code NFS3ERR_ACCES}: permission denied. */
    ACCES(13),
    /** {@code NFS3ERR_EXIST}: it is there already. */
    EXIST(17),
    /** {@code NFS3ERR_XDEV}: between two file systems. */
    XDEV(18),
    /** {@code NFS3ERR_NODEV}: no such device. */
    NODEV(19),
    /** {@code NFS3ERR_NOTDIR}: not a directory. */
    NOTDIR(20),
    /** {@code NFS3ERR_ISDIR}: a directory. */
    ISDIR(21),
    /** {@code NFS3ERR_INVAL}: an argument that makes no sense here. */
    INVAL(22),
    /** {@code NFS3ERR_FBIG}: past the largest size. */
    FBIG(27),
    /** {@code NFS3ERR_NOSPC}: the disk is full. */
    NOSPC(28),
    /** {@code NFS3ERR_ROFS}: read-only. */
    ROFS(30),
    /** {@code NFS3ERR_MLINK}: too many names. */
    MLINK(31),
    /** {@code NFS3ERR_NAMETOOLONG}: a name or path too long. */
    NAMETOOLONG(63),
    /** {@code NFS3ERR_NOTEMPTY}: a directory with something in it. */
    NOTEMPTY(66),
    /** {@code NFS3ERR_DQUOT}: over quota. */
    DQUOT(69),
    /** {@code NFS3ERR_STALE}: the file is gone. */
    STALE(70),
    /** {@code NFS3ERR_BADHANDLE}: no handle of ours. */
    BADHANDLE(10001),
    /** {@code NFS3ERR_NOT_SYNC}: it has changed meanwhile. */
    NOT_SYNC(10002),
    /** {@code NFS3ERR_BAD_COOKIE}: no place in this directory. */
    BAD_COOKIE(10003),
    /** {@code NFS3ERR_NOTSUPP}: not with this file system. */
    NOTSUPP(10004),
    /** {@code NFS3ERR_TOOSMALL}: not even one entry fits. */
    TOOSMALL(10005),
    /** {@code NFS3ERR_SERVERFAULT}: anything else. */
    SERVERFAULT(10006),
    /** {@code NFS3ERR_BADTYPE}: a type that cannot be made. */
    BADTYPE(10007),
    /** {@code NFS3ERR_JUKEBOX}: later. */
    JUKEBOX(10008);

    private final int number;

    FileStatus(int number) {
        this.number = number;
    }

    /** Returns the number on the wire. */
    public int number() {
        return number;
    }
}
