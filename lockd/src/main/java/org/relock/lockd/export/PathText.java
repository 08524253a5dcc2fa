package org.relock.lockd.export;

import java.util.Optional;

/**
 * Names of any bytes (as Latin-1 characters) in one word of plain ASCII, for logs and files: what
 * is not printable becomes a backslash and three octal digits, as in exports(5).
 */
public final class PathText {

    private static final int OCTAL_DIGITS = 3;

    private PathText() {}

    /** Returns {@code name} as one word. */
    public static String escape(String name) {
        StringBuilder word = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > ' ' && c < 0x7f && c != '\\' && c != '"') {
                word.append(c);
            } else {
                word.append('\\');
                for (int shift = 6; shift >= 0; shift -= 3) {
                    word.append((char) ('0' + (c >> shift & 7)));
                }
            }
        }
        return word.toString();
    }

    /** Returns the name that {@link #escape} made into {@code word}; other backslashes stay. */
    public static String unescape(String word) {
        StringBuilder name = new StringBuilder(word.length());
        int i = 0;
        while (i < word.length()) {
            Optional<Character> octal = octal(word, i);
            name.append(octal.isPresent() ? octal.get() : word.charAt(i));
            i += octal.isPresent() ? 1 + OCTAL_DIGITS : 1;
        }
        return name.toString();
    }

    /** Returns the byte that a backslash and three octal digits spell at {@code at}, if they do. */
    static Optional<Character> octal(String text, int at) {
        if (text.charAt(at) != '\\' || at + OCTAL_DIGITS >= text.length()) {
            return Optional.empty();
        }
        int value = 0;
        for (int i = at + 1; i <= at + OCTAL_DIGITS; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '7') {
                return Optional.empty();
            }
            value = value * 8 + (digit - '0');
        }
        return value > 0xff ? Optional.empty() : Optional.of((char) value);
    }
}
