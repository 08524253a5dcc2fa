package org.relock.state.store;

/** Makes text that others chose safe to log: bounded, and one line of plain ASCII. */
final class Printable {

    private static final int MAX_CHARS = 256;

    private Printable() {}

    /** Returns {@code text} with every byte that is not printable ASCII as {@code \xNN}. */
    static String of(String text) {
        int shown = Math.min(text.length(), MAX_CHARS);
        StringBuilder safe = new StringBuilder(shown + 2);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '\\') {
                safe.append(c);
            } else {
                safe.append(c <= 0xff ? "\\x" : "\\u");
                for (int shift = c <= 0xff ? 4 : 12; shift >= 0; shift -= 4) {
                    safe.append(Character.forDigit(c >>> shift & 0xf, 16));
                }
            }
        }
        return shown < text.length() ? safe.append("...").toString() : safe.toString();
    }
}
