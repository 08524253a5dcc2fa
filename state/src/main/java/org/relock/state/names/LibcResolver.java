package org.relock.state.names;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    // struct addrinfo of 64-bit glibc and musl: four ints, a length, three pointers.
    private static final int AI_FLAGS = 0;
    private static final int AI_SOCKTYPE = 8;
    private static final int AI_ADDRLEN = 16;
    private static final int AI_ADDR = 24;
    private static final int AI_NAME = 32;
    private static final int AI_NEXT = 40;
    private static final int AI_SIZE = 48;

    // struct sockaddr_in and sockaddr_in6.
    private static final int SIN_ADDR = 4;
    private static final int SIN_SIZE = 16;
    private static final int SIN6_ADDR = 8;
    private static final int SIN6_SCOPE = 24;
    private static final int SIN6_SIZE = 28;

    private static final long NULL = 0;

    @Override
    public Optional<Forward> forward(String name) {
        byte[] node = (name + '\0').getBytes(StandardCharsets.US_ASCII);
        byte[] hints = new byte[AI_SIZE];
        // One socket type, or every address would come once for each type.
        struct(hints).putInt(AI_FLAGS, LibC.AI_CANONNAME).putInt(AI_SOCKTYPE, LibC.SOCK_DGRAM);
        byte[] result = new byte[Long.BYTES];
        if (LibC.getaddrinfo(node, null, hints, result) != 0) {
            return Optional.empty();
        }
        long list = struct(result).getLong(0);
        try {
            return Optional.of(read(list));
        } finally {
            LibC.freeaddrinfo(list);
        }
    }

    @Override
    public Optional<String> reverse(InetAddress address) {
        byte[] sockaddr = sockaddr(address);
        byte[] host = new byte[LibC.NI_MAXHOST];
        int error =
                LibC.getnameinfo(
                        sockaddr, sockaddr.length, host, host.length, null, 0, LibC.NI_NAMEREQD);
        if (error != 0) {
            return Optional.empty();
        }
        String name = new String(host, StandardCharsets.ISO_8859_1);
        return believed(name.substring(0, name.indexOf('\0')));
    }

    private static Forward read(long list) {
        Optional<String> canonical = Optional.empty();
        Set<InetAddress> addresses = new LinkedHashSet<>();
        long item = list;
        while (item != NULL && addresses.size() < ADDRESSES_LIMIT) {
            ByteBuffer info = at(item, AI_SIZE);
            long name = info.getLong(AI_NAME);
            if (item == list && name != NULL) {
                canonical = believed(LibC.string(name, LibC.NI_MAXHOST));
            }
            int length = info.getInt(AI_ADDRLEN);
            if (info.getLong(AI_ADDR) != NULL && (length == SIN_SIZE || length == SIN6_SIZE)) {
                address(at(info.getLong(AI_ADDR), length)).ifPresent(addresses::add);
            }
            item = info.getLong(AI_NEXT);
        }
        return new Forward(canonical, List.copyOf(addresses));
    }

    private static Optional<String> believed(String name) {
        return HostNameText.isBelievable(name) ? Optional.of(name) : Optional.empty();
    }

    private static Optional<InetAddress> address(ByteBuffer sockaddr) {
        try {
            return switch (sockaddr.getShort(0)) {
                case LibC.AF_INET ->
                        Optional.of(InetAddress.getByAddress(bytes(sockaddr, SIN_ADDR, 4)));
                case LibC.AF_INET6 -> Optional.of(inet6(sockaddr));
                default -> Optional.empty();
            };
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of a wrong length", e);
        }
    }

    private static InetAddress inet6(ByteBuffer sockaddr) throws UnknownHostException {
        byte[] bytes = bytes(sockaddr, SIN6_ADDR, 16);
        int scope = sockaddr.getInt(SIN6_SCOPE);
        return scope == 0
                ? InetAddress.getByAddress(bytes)
                : Inet6Address.getByAddress(null, bytes, scope);
    }

    private static byte[] sockaddr(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean six = address instanceof Inet6Address;
        byte[] made = new byte[six ? SIN6_SIZE : SIN_SIZE];
        ByteBuffer sockaddr = struct(made);
        sockaddr.putShort(0, (short) (six ? LibC.AF_INET6 : LibC.AF_INET));
        sockaddr.put(six ? SIN6_ADDR : SIN_ADDR, bytes);
        if (address instanceof Inet6Address inet6) {
            sockaddr.putInt(SIN6_SCOPE, inet6.getScopeId());
        }
        return made;
    }

    private static byte[] bytes(ByteBuffer struct, int from, int count) {
        byte[] bytes = new byte[count];
        struct.get(from, bytes);
        return bytes;
    }

    private static ByteBuffer struct(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /** Returns a copy of {@code size} bytes of the C library's memory. */
    private static ByteBuffer at(long address, int size) {
        byte[] copy = new byte[size];
        LibC.memcpy(copy, address, size);
        return struct(copy);
    }
}
