package org.relock.state.os;

import java.nio.ByteBuffer;

/**
 * Calls of the kernel by number, for what works on threads one by one, which the C library hides
 * (users, groups), and for what is called so often that nothing may be in between. Numbers and
 * structures are the caller's business.
 */
public final class SystemCalls {

    static {
        NativeMethods.bind(SystemCalls.class);
    }

    private SystemCalls() {}

    private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    /**
     * Makes a system call; arguments that it does not have are 0.
     *
     * @return what it returned; -errno if it failed
     */
    public static long call(long number, long a, long b, long c, long d, long e, long f) {
        long result = syscall(number, a, b, c, d, e, f);
        return result == -1 ? -Libc.errno() : result;
    }

    /**
     * Returns where a direct buffer's byte 0 lies in memory. The caller keeps the buffer reachable
     * for as long as it uses the address.
     */
    public static long addressOf(ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("a buffer on the heap has no address");
        }
        return LauncherCalls.ARE_BOUND
                ? LauncherCalls.addressOf(direct)
                : JnaBinding.addressOf(direct);
    }
}
