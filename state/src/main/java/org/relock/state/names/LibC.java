package org.relock.state.names;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The C library's name look-up (RFC 3493, sections 6.1 and 6.2), bound at first use. */
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
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int getaddrinfo(Pointer node, Pointer service, Pointer hints, Pointer result);

    static native void freeaddrinfo(Pointer list);

    static native int getnameinfo(
            Pointer address,
            int addressLength,
            Pointer host,
            int hostLength,
            Pointer service,
            int serviceLength,
            int flags);
}
