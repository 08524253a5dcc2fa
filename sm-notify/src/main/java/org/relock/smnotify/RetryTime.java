package org.relock.smnotify;

import java.time.Duration;

/**
 * The argument of {@code -m}: minutes as atoi(3) reads them, so that a word is 0, which means for
 * ever. A number may also have one of the suffixes {@code s}, {@code m} and {@code h}.
 */
final class RetryTime {

    /** Further digits say nothing: it is more than a lifetime by then. */
    private static final long MOST = 100_000_000;

    private RetryTime() {}

    /**
     * Reads the text. A negative time is for ever too.
     *
     * @throws UsageException if it is no number and {@code strict}
     */
    static Duration parse(String text, boolean strict) throws UsageException {
        String number = text.strip();
        int at = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
        int digits = at;
        long value = 0;
        while (digits < number.length() && isDigit(number.charAt(digits))) {
            value = Math.min(value * 10 + (number.charAt(digits) - '0'), MOST);
            digits++;
        }
        String rest = number.substring(digits);
        if (strict && (digits == at || !isUnit(rest))) {
            throw new UsageException("bad retry time: " + text);
        }
        if (number.startsWith("-")) {
            return Duration.ZERO;
        }
        return switch (rest) {
            case "s" -> Duration.ofSeconds(value);
            case "h" -> Duration.ofHours(value);
            default -> Duration.ofMinutes(value);
        };
    }

    private static boolean isUnit(String rest) {
        return rest.isEmpty() || rest.equals("s") || rest.equals("m") || rest.equals("h");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
