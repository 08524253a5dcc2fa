package org.relock.state.names;

import java.nio.charset.StandardCharsets;
import org.relock.state.os.NativeMethods;

/**
 * The C library's look-up of names (RFC 3493, sections 6.1 and 6.2) and of users, bound at first
 * use.
 */
final class LibC {

    /** Flag of {@code addrinfo}: return the canonical name with the first result. */
    static final int AI_CANONNAME = 0x2;

    /** Flag of {@code getnameinfo}: fail rather than return the address in numbers. */
    static final int NI_NAMEREQD = 8;

    /** Bytes that hold any name {@code getnameinfo} returns, with its final zero. */
    static final int NI_MAXHOST = 1025;

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;

    static {
        NativeMethods.bind(LibC.class);
    }

    private LibC() {}

    /** Writes the address of the list, 8 bytes, into {@code result}. */
    static native int getaddrinfo(byte[] node, byte[] service, byte[] hints, byte[] result);

    static native void freeaddrinfo(long list);

    static native int getnameinfo(
            byte[] address,
            int addressLength,
            byte[] host,
            int hostLength,
            byte[] service,
            int serviceLength,
            int flags);

    /**
     * Looks a user up (POSIX, {@code getpwuid_r}).
     *
     * @param entry the address of a {@code struct passwd}
     * @param buffer the address of memory for what it points to
     * @param result becomes the address of the entry, or 0 if there is no such user
     * @return 0, or an error number
     */
    static native int getpwuid_r(int uid, long entry, long buffer, long size, byte[] result);

    /**
     * Lists the groups of the user whose name is at {@code user}, {@code group} among them.
     *
     * @param groups the address of memory for numbers of four bytes each
     * @param count how many there is room for; becomes how many there are
     * @return -1 if the room did not suffice
     */
    static native int getgrouplist(long user, int group, long groups, byte[] count);

    static native long malloc(long size);

    static native void free(long memory);

    static native long strnlen(long text, long limit);

    static native long memcpy(byte[] to, long from, long count);

    /** Returns a C string at {@code text}, of which only the first {@code limit} bytes count. */
    static String string(long text, int limit) {
        byte[] bytes = new byte[(int) strnlen(text, limit)];
        memcpy(bytes, text, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
