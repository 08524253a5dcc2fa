package org.relock.lockd.mount;

/** The numbers of the MOUNT protocol (RFC 1813, appendix I; RFC 1094, appendix A). */
public final class Mount {

    /** {@code MOUNT_PROGRAM}, "mountd" in /etc/rpc. */
    public static final int PROGRAM = 100005;

    /** {@code MOUNTPROC3_MNT}: the handle of a directory. */
    static final int MNT = 1;

    /** {@code MOUNTPROC3_DUMP}: who has mounted what. */
    static final int DUMP = 2;

    /** {@code MOUNTPROC3_UMNT}: I use this directory no more. */
    static final int UMNT = 3;

    /** {@code MOUNTPROC3_UMNTALL}: I use nothing any more. */
    static final int UMNTALL = 4;

    /** {@code MOUNTPROC3_EXPORT}: what is exported to whom. */
    static final int EXPORT = 5;

    /** {@code MOUNTPROC_EXPORTALL} of versions 1 and 2: as EXPORT. */
    static final int EXPORTALL = 6;

    /** {@code MNTPATHLEN}: the longest path, in bytes. */
    static final int MAX_PATH_BYTES = 1_024;

    /** {@code MNTNAMLEN}: the longest name of a client, in bytes. */
    static final int MAX_NAME_BYTES = 255;

    private Mount() {}
}
