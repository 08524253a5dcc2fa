package org.relock.lockd.nfs3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.Opaque;

/**
 * A path of many parts in one LOOKUP (RFC 2055, section 6.1). A canonical one begins with a
 * printable ASCII character and has {@code %} and two digits for what it cannot say otherwise; one
 * that begins with the byte 0x80 is what this system would call it.
 *
 * @param isAbsolute whether it begins at the root of this host, else where the public handle is
 * @param parts none is empty or "."
 */
record PublicPath(boolean isAbsolute, List<Opaque> parts) {

    private static final int NATIVE = 0x80;
    private static final int HEXADECIMAL = 16;

    /** Copies the list. */
    PublicPath {
        parts = List.copyOf(parts);
    }

    /**
     * Reads one.
     *
     * @throws FileException INVAL if it begins with what is neither, or a % has no two digits;
     *     NOENT if a part has a slash in its name
     */
    static PublicPath of(Opaque name) throws FileException {
        String text = new String(name.toBytes(), ISO_8859_1);
        if (text.isEmpty()) {
            return new PublicPath(false, List.of());
        }
        char first = text.charAt(0);
        if (first == NATIVE) {
            return split(text.substring(1), false);
        }
        if (first < ' ' || first > '~') {
            throw new FileException(FileStatus.INVAL);
        }
        return split(text, true);
    }

    /** Returns what a symbolic link says. */
    static PublicPath ofLink(Opaque target) throws FileException {
        return split(new String(target.toBytes(), ISO_8859_1), false);
    }

    private static PublicPath split(String text, boolean escaped) throws FileException {
        List<Opaque> parts = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            String part = text.substring(start, end);
            String plain = escaped ? unescaped(part) : part;
            if (plain.indexOf('/') >= 0) {
                throw new FileException(FileStatus.NOENT);
            }
            if (!plain.isEmpty() && !plain.equals(".")) {
                parts.add(Opaque.copyOf(plain.getBytes(ISO_8859_1)));
            }
            start = end + 1;
        }
        return new PublicPath(text.startsWith("/"), parts);
    }

    private static String unescaped(String part) throws FileException {
        if (part.indexOf('%') < 0) {
            return part;
        }
        StringBuilder plain = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) != '%') {
                plain.append(part.charAt(i));
                continue;
            }
            boolean whole = i + 2 < part.length();
            int high = whole ? Character.digit(part.charAt(i + 1), HEXADECIMAL) : -1;
            int low = whole ? Character.digit(part.charAt(i + 2), HEXADECIMAL) : -1;
            if (high < 0 || low < 0) {
                throw new FileException(FileStatus.INVAL);
            }
            plain.append((char) (high * HEXADECIMAL + low));
            i += 2;
        }
        return plain.toString();
    }
}
