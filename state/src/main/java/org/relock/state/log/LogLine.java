package org.relock.state.log;

/** Makes any text one harmless line. */
final class LogLine {

    /** The longest line, in characters; two names of 1,024 bytes, escaped or not, leave room. */
    static final int LIMIT = 4_096;

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;
    private static final int LAST_BYTE = 0xff;

    private LogLine() {}

    /**
     * Returns {@code text} with each character that is not printable ASCII written as {@code \ooo},
     * its octal number, or as Java's Unicode escape if it is more than a byte; cut at {@link
     * #LIMIT}.
     */
    static String printable(String text) {
        int end = Math.min(text.length(), LIMIT);
        int first = 0;
        while (first < end && isPrintable(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(end + 16).append(text, 0, first);
        for (int i = first; i < end && line.length() < LIMIT; i++) {
            append(line, text.charAt(i));
        }
        return line.toString();
    }

    private static boolean isPrintable(char c) {
        return c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE;
    }

    private static void append(StringBuilder line, char c) {
        if (isPrintable(c)) {
            line.append(c);
        } else if (c <= LAST_BYTE) {
            line.append('\\').append(digit(c >> 6)).append(digit(c >> 3)).append(digit(c));
        } else {
            String hex = Integer.toHexString(c);
            line.append("\\u").append("0000", hex.length(), 4).append(hex);
        }
    }

    private static char digit(int bits) {
        return (char) ('0' + (bits & 7));
    }
}
