package org.relock.state.rpcbind;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Universal addresses of the netids udp, tcp, udp6 and tcp6 (RFC 5665, section 5.2.3): the address
 * text, a dot, the port's high byte, a dot, its low byte, all in decimal.
 */
public final class UniversalAddress {

    /** Longer ones are not looked at: 45 characters of IPv6 address, a scope, and the port. */
    static final int LIMIT = 128;

    private static final int LONGEST_IPV6_TEXT = 45;
    private static final int GROUPS = 8;

    private UniversalAddress() {}

    /** Returns {@code address} as text, IPv6 in the short form of RFC 5952, without its scope. */
    public static String format(InetSocketAddress address) {
        int port = address.getPort();
        return text(address.getAddress()) + '.' + (port >> 8) + '.' + (port & 0xff);
    }

    /**
     * Reads {@code text} without asking any name service.
     *
     * @return empty if it is not a universal address of IPv4 or IPv6
     */
    public static Optional<InetSocketAddress> parse(String text) {
        if (text.length() > LIMIT) {
            return Optional.empty();
        }
        int low = text.lastIndexOf('.');
        int high = text.lastIndexOf('.', low - 1);
        if (high <= 0) {
            return Optional.empty();
        }
        int highByte = octet(text.substring(high + 1, low));
        int lowByte = octet(text.substring(low + 1));
        String host = text.substring(0, high);
        if (highByte < 0 || lowByte < 0) {
            return Optional.empty();
        }
        return (host.indexOf(':') >= 0 ? ipv6(host) : ipv4(host))
                .map(address -> new InetSocketAddress(address, (highByte << 8) | lowByte));
    }

    private static Optional<InetAddress> ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = octet(parts[i]);
            if (octet < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) octet;
        }
        return of(bytes);
    }

    private static Optional<InetAddress> ipv6(String text) {
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        if (bare.length() > LONGEST_IPV6_TEXT) {
            return Optional.empty();
        }
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            boolean hex = c < 0x80 && Character.digit(c, 16) >= 0;
            if (!hex && c != ':' && c != '.') {
                return Optional.empty();
            }
        }
        try {
            // With a colon in it and nothing but these characters it is never looked up as a name.
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> of(byte[] bytes) {
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Returns the number from 0 to 255 that {@code digits} spell, or -1. */
    private static int octet(String digits) {
        if (digits.isEmpty() || digits.length() > 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = 10 * value + digit - '0';
        }
        return value > 255 ? -1 : value;
    }

    private static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? dotted(bytes) : grouped(bytes);
    }

    private static String dotted(byte[] bytes) {
        return (bytes[0] & 0xff)
                + "."
                + (bytes[1] & 0xff)
                + "."
                + (bytes[2] & 0xff)
                + "."
                + (bytes[3] & 0xff);
    }

    private static String grouped(byte[] bytes) {
        int start = GROUPS;
        int length = 1; // a single group of zeros is written out
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && group(bytes, i + zeros) == 0) {
                zeros++;
            }
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        StringBuilder text = new StringBuilder(LONGEST_IPV6_TEXT);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(bytes, i)));
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int index) {
        return ((bytes[2 * index] & 0xff) << 8) | (bytes[2 * index + 1] & 0xff);
    }
}
