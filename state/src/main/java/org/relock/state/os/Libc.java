package org.relock.state.os;

import java.nio.charset.StandardCharsets;

/** The calls of the C library that this package makes, with C's own names and answers. */
final class Libc {

    static final int EINTR = 4;

    static {
        NativeMethods.bind(Libc.class);
    }

    private Libc() {}

    static native int prctl(int option, long two, long three, long four, long five);

    static native int capset(byte[] header, byte[] data);

    static native int setgroups(long count, byte[] groups);

    static native int setgid(int gid);

    static native int setuid(int uid);

    static native int geteuid();

    static native int umask(int mask);

    static native int chdir(byte[] path);

    static native int open(byte[] path, int flags, int mode);

    static native int dup2(int from, int to);

    static native int flock(int fd, int operation);

    static native int close(int fd);

    static native int kill(int pid, int signal);

    static native long write(int fd, byte[] bytes, long count);

    static native int socket(int domain, int type, int protocol);

    static native int connect(int fd, byte[] address, int length);

    static native long send(int fd, byte[] bytes, long count, int flags);

    /** Fills {@code tm}, a {@code struct tm}, from {@code time}, a {@code time_t}. */
    static native long localtime_r(byte[] time, byte[] tm);

    /** Returns the {@code errno} that the calling thread's last failed call left. */
    static int errno() {
        return LauncherCalls.ARE_BOUND ? LauncherCalls.errno() : JnaBinding.errno();
    }

    /** Returns {@code text} as a C string, in UTF-8 and with the closing zero. */
    static byte[] cString(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }
}
