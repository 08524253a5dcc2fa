package org.relock.state.names;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads an address that is written in numbers, and nothing else: no name service is ever asked, so
 * any string from the wire may be tried.
 *
 * <p>IPv4 is four decimal numbers without leading zeros; IPv6 is the text of RFC 4291, section 2.2,
 * with an optional {@code %zone} of RFC 4007, section 11. The short forms of {@code inet_aton}
 * ({@code 127.1}, {@code 0x7f000001}) are not taken for addresses.
 */
public final class NumericAddress {

    /** Characters of the longest text: eight groups or a mapped address, and a zone. */
    private static final int TEXT_LIMIT = 45 + 1 + 15;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private NumericAddress() {}

    /**
     * Returns the address that {@code text} spells. A mapped address ({@code ::ffff:10.0.0.1}) is
     * the IPv4 address in it. A zone must be the name or number of an interface of this host on a
     * link-local address, and a number on any other; else the text is no address.
     */
    public static Optional<InetAddress> parse(String text) {
        if (text.isEmpty() || text.length() > TEXT_LIMIT) {
            return Optional.empty();
        }
        int zoneMark = text.indexOf('%');
        String digits = zoneMark < 0 ? text : text.substring(0, zoneMark);
        byte[] bytes =
                digits.indexOf(':') >= 0
                        ? ipv6(digits)
                        : zoneMark < 0 ? ipv4(digits, 0) : new byte[0];
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            return zoneMark < 0
                    ? Optional.of(InetAddress.getByAddress(bytes))
                    : zoned(bytes, text.substring(zoneMark + 1));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    private static Optional<InetAddress> zoned(byte[] bytes, String zone)
            throws UnknownHostException {
        InetAddress plain = InetAddress.getByAddress(bytes);
        if (!(plain instanceof Inet6Address)) {
            return Optional.empty();
        }
        int scope = decimal(zone, 0, zone.length(), Integer.MAX_VALUE);
        if (scope < 0 && (plain.isLinkLocalAddress() || plain.isMCLinkLocal())) {
            scope = interfaceIndex(zone);
        }
        return scope < 0
                ? Optional.empty()
                : Optional.of(Inet6Address.getByAddress(null, bytes, scope));
    }

    /** Returns the index of the interface, or -1 if there is none of that name. */
    private static int interfaceIndex(String name) {
        if (!HostNameText.isPrintable(name)) {
            return -1;
        }
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null ? -1 : found.getIndex();
        } catch (SocketException e) {
            // The kernel knows no such interface, or will not say.
            return -1;
        }
    }

    /** Returns the four bytes of the dotted quad that begins at {@code from}, or no bytes. */
    private static byte[] ipv4(String text, int from) {
        byte[] bytes = new byte[IPV4_BYTES];
        int start = from;
        for (int i = 0; i < IPV4_BYTES; i++) {
            int dot = text.indexOf('.', start);
            int end = i < IPV4_BYTES - 1 ? dot : text.length();
            if (end < 0) {
                return new byte[0];
            }
            int value = end - start > 3 ? -1 : decimal(text, start, end, 255);
            boolean leadingZero = end - start > 1 && text.charAt(start) == '0';
            if (value < 0 || leadingZero) {
                return new byte[0];
            }
            bytes[i] = (byte) value;
            start = end + 1;
        }
        return bytes;
    }

    /** Returns the sixteen bytes that {@code text} spells, or no bytes. */
    private static byte[] ipv6(String text) {
        byte[] bytes = new byte[IPV6_BYTES];
        int filled = 0;
        int gap = -1; // where "::" stands, in bytes
        int at = 0;
        int length = text.length();
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < length) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? length : colon;
            if (colon < 0 && text.indexOf('.', at) >= 0) {
                byte[] tail = ipv4(text, at);
                if (tail.length == 0 || filled + IPV4_BYTES > IPV6_BYTES) {
                    return new byte[0];
                }
                System.arraycopy(tail, 0, bytes, filled, IPV4_BYTES);
                filled += IPV4_BYTES;
                break;
            }
            int group = hexGroup(text, at, end);
            if (group < 0 || filled + 2 > IPV6_BYTES) {
                return new byte[0];
            }
            bytes[filled++] = (byte) (group >> 8);
            bytes[filled++] = (byte) group;
            if (colon < 0) {
                break;
            }
            at = colon + 1;
            if (at == length) {
                return new byte[0]; // a lone colon at the end
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return new byte[0];
                }
                gap = filled;
                at++;
            }
        }
        return gap < 0 ? (filled == IPV6_BYTES ? bytes : new byte[0]) : spread(bytes, filled, gap);
    }

    /** Moves what stands behind the gap to the end; a gap that stands for nothing is refused. */
    private static byte[] spread(byte[] bytes, int filled, int gap) {
        if (filled == IPV6_BYTES) {
            return new byte[0];
        }
        int behind = filled - gap;
        System.arraycopy(bytes, gap, bytes, IPV6_BYTES - behind, behind);
        Arrays.fill(bytes, gap, IPV6_BYTES - behind, (byte) 0);
        return bytes;
    }

    /** Returns the value of one to four hexadecimal digits, or -1. */
    private static int hexGroup(String text, int from, int to) {
        if (to == from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Returns the value of the decimal digits, or -1 if there are none, others, or too many. */
    private static int decimal(String text, int from, int to, int limit) {
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
            if (value > limit) {
                return -1;
            }
        }
        return to == from ? -1 : (int) value;
    }
}
