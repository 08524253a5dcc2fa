package org.relock.lockd.nfs3;

/** Numbers of the protocol (RFC 1813, 2.1 and 3.3). */
final class Nfs3 {

    /** {@code NFS_PROGRAM}. */
    static final int PROGRAM = 100_003;

    /** {@code NFS_V3}. */
    static final int VERSION = 3;

    static final int GETATTR = 1;
    static final int SETATTR = 2;
    static final int LOOKUP = 3;
    static final int ACCESS = 4;
    static final int READLINK = 5;
    static final int READ = 6;
    static final int WRITE = 7;
    static final int CREATE = 8;
    static final int MKDIR = 9;
    static final int SYMLINK = 10;
    static final int MKNOD = 11;
    static final int REMOVE = 12;
    static final int RMDIR = 13;
    static final int RENAME = 14;
    static final int LINK = 15;
    static final int READDIR = 16;
    static final int READDIRPLUS = 17;
    static final int FSSTAT = 18;
    static final int FSINFO = 19;
    static final int PATHCONF = 20;
    static final int COMMIT = 21;

    /** How many procedures there are, NULL among them. */
    static final int PROCEDURES = 22;

    private static final String[] NAMES = {
        "NULL", "GETATTR", "SETATTR", "LOOKUP", "ACCESS", "READLINK", "READ", "WRITE", "CREATE",
        "MKDIR", "SYMLINK", "MKNOD", "REMOVE", "RMDIR", "RENAME", "LINK", "READDIR", "READDIRPLUS",
        "FSSTAT", "FSINFO", "PATHCONF", "COMMIT"
    };

    /** {@code NFS3_FHSIZE}: the longest handle, in bytes. */
    static final int FHSIZE = 64;

    /** The mode bits that there are. */
    static final int MODE_BITS = 07777;

    /** {@code NF3REG} to {@code NF3FIFO} in {@code ftype3}. */
    static final int REGULAR = 1;

    static final int DIRECTORY = 2;
    static final int BLOCK_DEVICE = 3;
    static final int CHARACTER_DEVICE = 4;
    static final int SYMBOLIC_LINK = 5;
    static final int SOCKET = 6;
    static final int FIFO = 7;

    private Nfs3() {}

    /** Returns what RFC 1813 calls a procedure, 0 to 21. */
    static String name(int procedure) {
        return NAMES[procedure];
    }
}
