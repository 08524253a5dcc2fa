package org.relock.lockd.vfs.posix;

/** The numbers of Linux that differ between processors: those of system calls, and some flags. */
final class Machine {

    /** Whether numbers are those of x86-64; else they are those of all newer ports. */
    private static final boolean X86 = "amd64".equals(System.getProperty("os.arch"));

    /** The ports that have the numbers and flags that stand second below. */
    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));

    static final int SETXATTR = pick(188, 5);
    static final int GETXATTR = pick(191, 8);
    static final int REMOVEXATTR = pick(197, 14);
    static final int FCNTL = pick(72, 25);
    static final int MKNODAT = pick(259, 33);
    static final int MKDIRAT = pick(258, 34);
    static final int UNLINKAT = pick(263, 35);
    static final int SYMLINKAT = pick(266, 36);
    static final int LINKAT = pick(265, 37);
    static final int FSTATFS = pick(138, 44);
    static final int FTRUNCATE = pick(77, 46);
    static final int FCHMODAT = pick(268, 53);
    static final int FCHOWNAT = pick(260, 54);
    static final int OPENAT = pick(257, 56);
    static final int CLOSE = pick(3, 57);
    static final int GETDENTS64 = pick(217, 61);
    static final int LSEEK = pick(8, 62);
    static final int PREAD64 = pick(17, 67);
    static final int PWRITE64 = pick(18, 68);
    static final int READLINKAT = pick(267, 78);
    static final int FSYNC = pick(74, 82);
    static final int FDATASYNC = pick(75, 83);
    static final int UTIMENSAT = pick(280, 88);
    static final int CAPGET = pick(125, 90);
    static final int CAPSET = pick(126, 91);
    static final int UNSHARE = pick(272, 97);
    static final int SETFSUID = pick(122, 151);
    static final int SETFSGID = pick(123, 152);
    static final int SETGROUPS = pick(116, 159);
    static final int UMASK = pick(95, 166);
    static final int GETEUID = pick(107, 175);
    static final int GETEGID = pick(108, 177);
    static final int NAME_TO_HANDLE_AT = pick(303, 264);
    static final int OPEN_BY_HANDLE_AT = pick(304, 265);
    static final int SYNCFS = pick(306, 267);
    static final int RENAMEAT2 = pick(316, 276);
    static final int PREADV2 = pick(327, 286);
    static final int PWRITEV2 = pick(328, 287);
    static final int STATX = pick(332, 291);
    static final int OPEN_TREE = pick(428, 428);
    static final int FACCESSAT2 = pick(439, 439);
    static final int MOUNT_SETATTR = pick(442, 442);

    static final int O_DIRECTORY = pick(0200000, 040000);
    static final int O_TMPFILE = 020000000 | O_DIRECTORY;
    static final int O_NOFOLLOW = pick(0400000, 0100000);

    private Machine() {}

    /** Returns whether this processor's numbers are known. */
    static boolean isKnown() {
        return (X86 || ARM) && "Linux".equals(System.getProperty("os.name"));
    }

    private static int pick(int x86, int others) {
        return X86 ? x86 : others;
    }
}
