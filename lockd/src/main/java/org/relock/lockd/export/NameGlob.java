package org.relock.lockd.export;

/**
 * Host names with {@code *} (any characters, or none, dots too), {@code ?} (any one) and {@code
 * [a-z]} (one of these; {@code [!a-z]} none of these). Upper and lower case are the same.
 */
final class NameGlob {

    private NameGlob() {}

    /** Returns whether the whole name matches; takes at most their lengths' product of steps. */
    static boolean matches(String pattern, String name) {
        int at = 0;
        int nameAt = 0;
        int star = -1;
        int starName = 0;
        while (nameAt < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                starName = nameAt;
            } else if (at < pattern.length() && one(pattern, at, name.charAt(nameAt))) {
                at = after(pattern, at);
                nameAt++;
            } else if (star >= 0) {
                at = star + 1;
                nameAt = ++starName;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** Returns where the next thing begins behind the one at {@code at}. */
    private static int after(String pattern, int at) {
        int close = close(pattern, at);
        return close < 0 ? at + 1 : close + 1;
    }

    /** Returns the end of the brackets that open at {@code at}; -1 if none do, or none close. */
    private static int close(String pattern, int at) {
        return pattern.charAt(at) == '[' ? pattern.indexOf(']', at + 2) : -1;
    }

    private static boolean one(String pattern, int at, char c) {
        int close = close(pattern, at);
        if (close < 0) {
            return pattern.charAt(at) == '?' || lower(pattern.charAt(at)) == lower(c);
        }
        int from = at + 1;
        boolean not = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        from += not ? 1 : 0;
        boolean found = false;
        for (int i = from; i < close; i++) {
            char low = lower(pattern.charAt(i));
            char high = low;
            if (i + 2 < close && pattern.charAt(i + 1) == '-') {
                high = lower(pattern.charAt(i + 2));
                i += 2;
            }
            found |= low <= lower(c) && lower(c) <= high;
        }
        return found != not;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
