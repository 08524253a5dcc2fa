package org.relock.state.conf;

import java.util.Locale;

/** Small things about words and characters. */
final class ConfText {

    private static final int MAX_SHOWN = 80;

    private ConfText() {}

    /** Returns {@code text} bounded and with {@code ?} for what is not printable ASCII. */
    static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length() && i < MAX_SHOWN; i++) {
            char c = text.charAt(i);
            safe.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.length() > MAX_SHOWN ? safe.append("...").toString() : safe.toString();
    }

    /** Returns {@code text} in lower case, whatever the language of the machine. */
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Returns where the first of {@code wanted} stands at or after {@code from}, or the length. */
    static int find(String text, int from, String wanted) {
        int at = from;
        while (at < text.length() && wanted.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
