package org.relock.lockd.vfs.posix;

import org.relock.state.os.SystemCalls;

/**
 * The system calls by their names. All return -errno when they fail, and are made again when a
 * signal broke them off. Pointers are addresses; a path is an address of bytes that end with 0.
 */
final class Kernel {

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EACCESS = 0x200;
    static final int AT_SYMLINK_FOLLOW = 0x400;
    static final int AT_EMPTY_PATH = 0x1000;

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NOCTTY = 0400;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;

    /** How anything is opened that is looked at only. */
    static final int LOOK = O_PATH | Machine.O_NOFOLLOW | O_CLOEXEC;

    static final int X_OK = 1;
    static final int W_OK = 2;
    static final int R_OK = 4;

    static final int RWF_DSYNC = 2;
    static final int RWF_SYNC = 4;
    static final int RWF_NOWAIT = 8;

    private Kernel() {}

    private static long call(int number, long a, long b, long c, long d, long e) {
        while (true) {
            long result = SystemCalls.call(number, a, b, c, d, e, 0);
            if (result != -Errno.EINTR) {
                return result;
            }
        }
    }

    static int openat(int directory, long path, int flags, int mode) {
        return (int) call(Machine.OPENAT, directory, path, flags, mode, 0);
    }

    /** Closes a descriptor. One that is broken off by a signal is closed all the same. */
    static void close(int fd) {
        SystemCalls.call(Machine.CLOSE, fd, 0, 0, 0, 0, 0);
    }

    static int statx(int directory, long path, int flags, int mask, long into) {
        return (int) call(Machine.STATX, directory, path, flags, mask, into);
    }

    static int nameToHandleAt(int directory, long path, long handle, long mountId, int flags) {
        return (int) call(Machine.NAME_TO_HANDLE_AT, directory, path, handle, mountId, flags);
    }

    static int openByHandleAt(int mount, long handle, int flags) {
        return (int) call(Machine.OPEN_BY_HANDLE_AT, mount, handle, flags, 0, 0);
    }

    static int faccessat2(int directory, long path, int mode, int flags) {
        return (int) call(Machine.FACCESSAT2, directory, path, mode, flags, 0);
    }

    static long readlinkat(int directory, long path, long into, int size) {
        return call(Machine.READLINKAT, directory, path, into, size, 0);
    }

    static long pread(int fd, long into, long count, long offset) {
        return call(Machine.PREAD64, fd, into, count, offset, 0);
    }

    static long pwrite(int fd, long from, long count, long offset) {
        return call(Machine.PWRITE64, fd, from, count, offset, 0);
    }

    /** {@code preadv2}, with one {@code struct iovec}. */
    static long preadv2(int fd, long iovec, long offset, int flags) {
        return SystemCalls.call(Machine.PREADV2, fd, iovec, 1, offset, 0, flags);
    }

    /** {@code pwritev2}, with one {@code struct iovec}. */
    static long pwritev2(int fd, long iovec, long offset, int flags) {
        return SystemCalls.call(Machine.PWRITEV2, fd, iovec, 1, offset, 0, flags);
    }

    static int fcntl(int fd, int command, long argument) {
        return (int) call(Machine.FCNTL, fd, command, argument, 0, 0);
    }

    static int fsync(int fd) {
        return (int) call(Machine.FSYNC, fd, 0, 0, 0, 0);
    }

    static int fdatasync(int fd) {
        return (int) call(Machine.FDATASYNC, fd, 0, 0, 0, 0);
    }

    static int syncfs(int fd) {
        return (int) call(Machine.SYNCFS, fd, 0, 0, 0, 0);
    }

    static long lseek(int fd, long offset) {
        return call(Machine.LSEEK, fd, offset, 0, 0, 0);
    }

    static int getdents64(int fd, long into, int size) {
        return (int) call(Machine.GETDENTS64, fd, into, size, 0, 0);
    }

    static int mkdirat(int directory, long path, int mode) {
        return (int) call(Machine.MKDIRAT, directory, path, mode, 0, 0);
    }

    static int mknodat(int directory, long path, int mode, int device) {
        return (int) call(Machine.MKNODAT, directory, path, mode, device & 0xffffffffL, 0);
    }

    static int symlinkat(long target, int directory, long path) {
        return (int) call(Machine.SYMLINKAT, target, directory, path, 0, 0);
    }

    static int unlinkat(int directory, long path, int flags) {
        return (int) call(Machine.UNLINKAT, directory, path, flags, 0, 0);
    }

    static int renameat(int from, long path, int to, long newPath) {
        return (int) call(Machine.RENAMEAT2, from, path, to, newPath, 0);
    }

    static int linkat(int from, long path, int to, long newPath, int flags) {
        return (int) call(Machine.LINKAT, from, path, to, newPath, flags);
    }

    static int fchownat(int directory, long path, int uid, int gid, int flags) {
        return (int) call(Machine.FCHOWNAT, directory, path, uid, gid, flags);
    }

    static int fchmodat(int directory, long path, int mode) {
        return (int) call(Machine.FCHMODAT, directory, path, mode, 0, 0);
    }

    static int utimensat(int directory, long path, long times, int flags) {
        return (int) call(Machine.UTIMENSAT, directory, path, times, flags, 0);
    }

    static int ftruncate(int fd, long size) {
        return (int) call(Machine.FTRUNCATE, fd, size, 0, 0, 0);
    }

    static int fstatfs(int fd, long into) {
        return (int) call(Machine.FSTATFS, fd, into, 0, 0, 0);
    }

    static long getxattr(long path, long name, long into, int size) {
        return call(Machine.GETXATTR, path, name, into, size, 0);
    }

    static int setxattr(long path, long name, long value, int size) {
        return (int) call(Machine.SETXATTR, path, name, value, size, 0);
    }

    static int removexattr(long path, long name) {
        return (int) call(Machine.REMOVEXATTR, path, name, 0, 0, 0);
    }

    static int umask(int mask) {
        return (int) call(Machine.UMASK, mask, 0, 0, 0, 0);
    }

    static int unshare(int flags) {
        return (int) call(Machine.UNSHARE, flags, 0, 0, 0, 0);
    }

    /** {@code setfsuid}: for the calling thread alone; returns the one before. */
    static int setfsuid(int uid) {
        return (int) call(Machine.SETFSUID, uid, 0, 0, 0, 0);
    }

    /** {@code setfsgid}: for the calling thread alone; returns the one before. */
    static int setfsgid(int gid) {
        return (int) call(Machine.SETFSGID, gid, 0, 0, 0, 0);
    }

    /** {@code setgroups}, which is the kernel's: for the calling thread alone. */
    static int setgroups(int count, long groups) {
        return (int) call(Machine.SETGROUPS, count, groups, 0, 0, 0);
    }

    static int geteuid() {
        return (int) call(Machine.GETEUID, 0, 0, 0, 0, 0);
    }

    static int getegid() {
        return (int) call(Machine.GETEGID, 0, 0, 0, 0, 0);
    }

    static int capget(long header, long data) {
        return (int) call(Machine.CAPGET, header, data, 0, 0, 0);
    }

    static int capset(long header, long data) {
        return (int) call(Machine.CAPSET, header, data, 0, 0, 0);
    }

    static int openTree(int directory, long path, int flags) {
        return (int) call(Machine.OPEN_TREE, directory, path, flags, 0, 0);
    }

    static int mountSetattr(int directory, long path, int flags, long attributes, int size) {
        return (int) call(Machine.MOUNT_SETATTR, directory, path, flags, attributes, size);
    }
}
