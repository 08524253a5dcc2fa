package org.relock.state.conf;

import java.util.Comparator;

/**
 * The order of strverscmp(3): numbers inside names count as numbers, so {@code 9.conf} comes before
 * {@code 10.conf}. A number with leading zeros is a fraction: {@code 000 < 00 < 01 < 010 < 09 < 0}.
 */
final class VersionOrder implements Comparator<String> {

    @Override
    public int compare(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        int start = at;
        while (start > 0 && isDigit(a, start - 1)) {
            start--;
        }
        if (isDigit(a, start) && isDigit(b, start)) {
            boolean fraction = a.charAt(start) == '0' || b.charAt(start) == '0';
            int longer = fraction ? byZeros(a, b, start, at) : digits(a, start) - digits(b, start);
            if (longer != 0) {
                return longer;
            }
        }
        return charAt(a, at) - charAt(b, at);
    }

    /** After nothing but common zeros, the name that goes on with a digit comes first. */
    private static int byZeros(String a, String b, int start, int at) {
        for (int i = start; i < at; i++) {
            if (a.charAt(i) != '0') {
                return 0;
            }
        }
        if (start == at || isDigit(a, at) == isDigit(b, at)) {
            return 0;
        }
        return isDigit(a, at) ? -1 : 1;
    }

    private static int digits(String s, int from) {
        int to = from;
        while (isDigit(s, to)) {
            to++;
        }
        return to - from;
    }

    private static boolean isDigit(String s, int at) {
        return charAt(s, at) >= '0' && charAt(s, at) <= '9';
    }

    private static int charAt(String s, int at) {
        return at < s.length() ? s.charAt(at) : 0;
    }
}
