package org.relock.lockd.lockctl;

import java.util.HexFormat;

/**
 * How values are shown on a terminal. What comes from clients may be anything, so each character
 * that is not printable ASCII becomes a backslash and its octal number.
 */
final class Shown {

    private static final int SHORT = 28;
    private static final int HEAD = 12;
    private static final int TAIL = 14;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Shown() {}

    /** Returns a word. */
    static String text(String text) {
        return escaped(text, '!');
    }

    /** Returns a sentence, in which there may be blanks. */
    static String sentence(String text) {
        return escaped(text, ' ');
    }

    private static String escaped(String text, char first) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= first && c <= '~' && c != '\\') {
                shown.append(c);
            } else {
                shown.append('\\').append(octal(c >> 6)).append(octal(c >> 3)).append(octal(c));
            }
        }
        return shown.toString();
    }

    private static char octal(int bits) {
        return (char) ('0' + (bits & 7));
    }

    /** Returns a word that a table has room for, or all of it if {@code wide}. */
    static String word(String text, boolean wide) {
        String shown = text(text);
        if (shown.isEmpty()) {
            return "-";
        }
        return wide || shown.length() <= SHORT
                ? shown
                : shown.substring(0, HEAD) + ".." + shown.substring(shown.length() - TAIL);
    }

    /** Returns an owner's name: its text if that can be read, else its digits. */
    static String bytes(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte one : bytes) {
            if (one <= ' ' || one > '~') {
                return "0x" + hex;
            }
            text.append((char) one);
        }
        return text.toString();
    }

    /** Returns the bytes from {@code offset}, {@code length} of them; 0 reaches to the end. */
    static String range(String offset, String length) {
        if (length.equals("0")) {
            return offset + "-end";
        }
        long first = Long.parseUnsignedLong(offset);
        return offset + "-" + Long.toUnsignedString(first + Long.parseUnsignedLong(length) - 1);
    }

    static String age(String seconds) {
        long age = Long.parseLong(seconds);
        if (age < MINUTE) {
            return age + "s";
        }
        if (age < HOUR) {
            return age / MINUTE + "m" + age % MINUTE + "s";
        }
        return age < DAY
                ? age / HOUR + "h" + age % HOUR / MINUTE + "m"
                : age / DAY + "d" + age % DAY / HOUR + "h";
    }
}
