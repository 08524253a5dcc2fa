package org.relock.state.names;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What we say of addresses, and how we write them. */
public final class Addresses {

    private static final int GROUPS = 8;

    private Addresses() {}

    /** Returns {@code address} as the C library writes it: RFC 5952, and a scope after a %. */
    public static String text(InetAddress address) {
        if (!(address instanceof Inet6Address v6)) {
            return address.getHostAddress();
        }
        byte[] bytes = v6.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int j = i;
            while (j < GROUPS && groups[j] == 0) {
                j++;
            }
            if (j - i > gapLength) {
                gapStart = i;
                gapLength = j - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        if (v6.getScopedInterface() != null) {
            text.append('%').append(v6.getScopedInterface().getName());
        } else if (v6.getScopeId() != 0) {
            text.append('%').append(v6.getScopeId());
        }
        return text.toString();
    }

    /** Returns whether both are the same address; link-local ones must be on the same link too. */
    public static boolean same(InetAddress one, InetAddress other) {
        if (!one.equals(other)) {
            return false;
        }
        if (one instanceof Inet6Address a
                && other instanceof Inet6Address b
                && a.isLinkLocalAddress()) {
            return a.getScopeId() == b.getScopeId() || a.getScopeId() == 0 || b.getScopeId() == 0;
        }
        return true;
    }

    /** Returns whether calls from {@code address} are this host's own: 127.0.0.1 or ::1 exactly. */
    public static boolean isThisHost(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return bytes[0] == 127 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 1;
        }
        return address.isLoopbackAddress();
    }
}
