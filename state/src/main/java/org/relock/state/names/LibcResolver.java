package org.relock.state.names;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the C library, so that hosts file, nsswitch and DNS count as they do for every other program
 * of this machine. Since version 2.26 glibc reads a changed resolv.conf again by itself; no {@code
 * res_init} is needed. What comes back is bounded and checked, for strangers write into DNS.
 */
final class LibcResolver implements Resolver {

    /** Addresses believed of one name; more are left aside. */
    static final int ADDRESSES_LIMIT = 64;

    // struct addrinfo: four ints, a length, three pointers. The layout of glibc and musl.
    private static final int AI_FLAGS = 0;
    private static final int AI_SOCKTYPE = 8;
    private static final int AI_ADDR = 16 + Native.POINTER_SIZE;
    private static final int AI_NAME = AI_ADDR + Native.POINTER_SIZE;
    private static final int AI_NEXT = AI_NAME + Native.POINTER_SIZE;
    private static final int AI_SIZE = AI_NEXT + Native.POINTER_SIZE;

    // struct sockaddr_in and sockaddr_in6.
    private static final int SIN_ADDR = 4;
    private static final int SIN_SIZE = 16;
    private static final int SIN6_ADDR = 8;
    private static final int SIN6_SCOPE = 24;
    private static final int SIN6_SIZE = 28;

    @Override
    public Optional<Forward> forward(String name) {
        try (Memory node = new Memory(name.length() + 1L);
                Memory hints = new Memory(AI_SIZE);
                Memory result = new Memory(Native.POINTER_SIZE)) {
            node.setString(0, name, StandardCharsets.US_ASCII.name());
            hints.clear();
            hints.setInt(AI_FLAGS, LibC.AI_CANONNAME);
            // One socket type, or every address would come once for each type.
            hints.setInt(AI_SOCKTYPE, LibC.SOCK_DGRAM);
            if (LibC.getaddrinfo(node, Pointer.NULL, hints, result) != 0) {
                return Optional.empty();
            }
            Pointer list = result.getPointer(0);
            try {
                return Optional.of(read(list));
            } finally {
                LibC.freeaddrinfo(list);
            }
        }
    }

    @Override
    public Optional<String> reverse(InetAddress address) {
        try (Memory sockaddr = sockaddr(address);
                Memory host = new Memory(LibC.NI_MAXHOST)) {
            int error =
                    LibC.getnameinfo(
                            sockaddr,
                            (int) sockaddr.size(),
                            host,
                            LibC.NI_MAXHOST,
                            Pointer.NULL,
                            0,
                            LibC.NI_NAMEREQD);
            return error == 0 ? believed(host) : Optional.empty();
        }
    }

    private static Forward read(Pointer list) {
        Pointer name = list.getPointer(AI_NAME);
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (Pointer item = list;
                item != null && addresses.size() < ADDRESSES_LIMIT;
                item = item.getPointer(AI_NEXT)) {
            Pointer sockaddr = item.getPointer(AI_ADDR);
            if (sockaddr != null) {
                address(sockaddr).ifPresent(addresses::add);
            }
        }
        return new Forward(
                name == null ? Optional.empty() : believed(name), List.copyOf(addresses));
    }

    private static Optional<String> believed(Pointer text) {
        String name = text.getString(0, StandardCharsets.ISO_8859_1.name());
        return HostNameText.isBelievable(name) ? Optional.of(name) : Optional.empty();
    }

    private static Optional<InetAddress> address(Pointer sockaddr) {
        try {
            return switch (sockaddr.getShort(0)) {
                case LibC.AF_INET ->
                        Optional.of(InetAddress.getByAddress(sockaddr.getByteArray(SIN_ADDR, 4)));
                case LibC.AF_INET6 -> Optional.of(inet6(sockaddr));
                default -> Optional.empty();
            };
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of a wrong length", e);
        }
    }

    private static InetAddress inet6(Pointer sockaddr) throws UnknownHostException {
        byte[] bytes = sockaddr.getByteArray(SIN6_ADDR, 16);
        int scope = sockaddr.getInt(SIN6_SCOPE);
        return scope == 0
                ? InetAddress.getByAddress(bytes)
                : Inet6Address.getByAddress(null, bytes, scope);
    }

    private static Memory sockaddr(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean six = address instanceof Inet6Address;
        Memory sockaddr = new Memory(six ? SIN6_SIZE : SIN_SIZE);
        sockaddr.clear();
        sockaddr.setShort(0, (short) (six ? LibC.AF_INET6 : LibC.AF_INET));
        sockaddr.write(six ? SIN6_ADDR : SIN_ADDR, bytes, 0, bytes.length);
        if (address instanceof Inet6Address inet6) {
            sockaddr.setInt(SIN6_SCOPE, inet6.getScopeId());
        }
        return sockaddr;
    }
}
