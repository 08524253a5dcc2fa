package org.relock.state.access;

/** Words with {@code *} (any characters, or none) and {@code ?} (any one). */
final class Glob {

    private Glob() {}

    /** Returns whether the whole text matches; takes at most their lengths' product of steps. */
    static boolean matches(String pattern, String text) {
        int at = 0;
        int textAt = 0;
        int star = -1;
        int starText = 0;
        while (textAt < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                starText = textAt;
            } else if (at < pattern.length()
                    && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(textAt))) {
                at++;
                textAt++;
            } else if (star >= 0) {
                at = star + 1;
                textAt = ++starText;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** Returns whether the pattern has nothing that a name has and an IPv4 address has not. */
    static boolean isNumeric(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if ("0123456789.*?".indexOf(pattern.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
