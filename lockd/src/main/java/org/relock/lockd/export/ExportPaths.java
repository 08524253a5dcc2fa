package org.relock.lockd.export;

import java.util.Optional;

/** Absolute paths, as exports and MOUNT spell them. */
public final class ExportPaths {

    /** {@code MNTPATHLEN} (RFC 1813, 5.1.3), in bytes. */
    public static final int LONGEST = 1_024;

    private ExportPaths() {}

    /**
     * Returns a path without empty parts and without a slash at its end, but for the root's; empty
     * if it is not absolute, too long, has a part {@code .} or {@code ..}, or a NUL.
     */
    public static Optional<String> plain(String path) {
        if (path.isEmpty()
                || path.charAt(0) != '/'
                || path.length() > LONGEST
                || path.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        StringBuilder plain = new StringBuilder(path.length());
        int at = 0;
        while (at < path.length()) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            String part = path.substring(at, end);
            if (part.equals(".") || part.equals("..")) {
                return Optional.empty();
            }
            if (!part.isEmpty()) {
                plain.append('/').append(part);
            }
            at = end + 1;
        }
        return Optional.of(plain.isEmpty() ? "/" : plain.toString());
    }

    /** Returns the path one level up; empty above the root. */
    static Optional<String> parent(String plain) {
        int slash = plain.lastIndexOf('/');
        if (plain.length() == 1) {
            return Optional.empty();
        }
        return Optional.of(slash == 0 ? "/" : plain.substring(0, slash));
    }
}
