package org.relock.lockd.journal;

import java.util.OptionalLong;

/** The names of the journal's files. */
final class Names {

    /** The lock against a second daemon. */
    static final String LOCK = "lock";

    /** What was held before the host's reboot, until grace is over. */
    static final String BEFORE = "before";

    /** Which grace period is on. */
    static final String GRACE = "grace";

    /** The clients. */
    static final String CLIENTS = "clients";

    /** {@code snapshot.SEQUENCE}: the table as it was when the log of that number began. */
    static final String SNAPSHOT = "snapshot.";

    /** {@code log.SEQUENCE}: what happened then. */
    static final String LOG = "log.";

    /** Files that could not be used, kept for whoever wants to look. */
    static final String ASIDE = "aside.";

    /** The end of the name of a file being written, which is nothing yet. */
    static final String TEMPORARY = ".new";

    private static final int DIGITS = 16;

    private Names() {}

    /** Returns a prefix with a sequence number behind it, sorted by name as by number. */
    static String of(String prefix, long sequence) {
        String digits = Long.toHexString(sequence);
        return prefix + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** Returns the sequence number in a name with that prefix. */
    static OptionalLong sequence(String prefix, String name) {
        if (!name.startsWith(prefix) || name.length() != prefix.length() + DIGITS) {
            return OptionalLong.empty();
        }
        long sequence = 0;
        for (int i = prefix.length(); i < name.length(); i++) {
            int digit = Character.digit(name.charAt(i), 16);
            if (digit < 0 || Character.isUpperCase(name.charAt(i))) {
                return OptionalLong.empty();
            }
            sequence = sequence << 4 | digit;
        }
        return sequence < 0 || sequence > Long.MAX_VALUE / 2
                ? OptionalLong.empty()
                : OptionalLong.of(sequence);
    }
}
