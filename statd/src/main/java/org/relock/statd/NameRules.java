package org.relock.statd;

import org.relock.state.nsm.MyId;

/**
 * Which names from the wire we take. A {@code mon_name} becomes a file name, an exec argument and a
 * DNS question; a {@code my_name} becomes part of a line and an exec argument.
 */
final class NameRules {

    /** The combined length of both names that a record line has room for, in bytes. */
    static final int MAX_NAMES_BYTES = 1024;

    private static final char FIRST_PRINTABLE = '!';
    private static final char LAST_PRINTABLE = '~';

    private NameRules() {}

    /** Returns whether {@code name} tries to be a path: it holds a slash or begins with a dot. */
    static boolean isPathLike(String name) {
        return name.startsWith(".") || name.indexOf('/') >= 0;
    }

    /**
     * Returns whether a host may be watched under {@code name}: not empty, printable ASCII without
     * blanks, no path, and not to be taken for an option.
     */
    static boolean isHostName(String name) {
        return !name.isEmpty()
                && !isPathLike(name)
                && name.charAt(0) != '-'
                && isPrintableWithoutBlanks(name);
    }

    /**
     * Returns whether {@code name} (blanks replaced) may stand for the watcher. It may be empty, as
     * in nfs-utils.
     */
    static boolean isWatcherName(String name) {
        return !name.startsWith("-") && isPrintableWithoutBlanks(name);
    }

    /** Returns the watcher as it is stored: its name {@link #withoutBlanks(String)}. */
    static MyId withoutBlanks(MyId watcher) {
        return new MyId(
                withoutBlanks(watcher.myName()),
                watcher.program(),
                watcher.version(),
                watcher.procedure());
    }

    /** Returns {@code name} with each space, tab, CR and LF made an underscore, as on disk. */
    static String withoutBlanks(String name) {
        return name.replace(' ', '_').replace('\t', '_').replace('\r', '_').replace('\n', '_');
    }

    /**
     * Returns whether {@code name} is made of nothing but what host names and addresses are made
     * of, so that no shell or program can take it for anything else.
     */
    static boolean isPlain(String name) {
        if (name.isEmpty() || name.charAt(0) == '-' || name.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '.'
                            || c == '-'
                            || c == '_'
                            || c == ':'
                            || c == '%';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** Returns {@code name} in lower case, ASCII letters only, whatever the locale. */
    static String fold(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isUpper(name.charAt(i))) {
                char[] folded = name.toCharArray();
                for (int j = i; j < folded.length; j++) {
                    if (isUpper(folded[j])) {
                        folded[j] = (char) (folded[j] - 'A' + 'a');
                    }
                }
                return new String(folded);
            }
        }
        return name;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isPrintableWithoutBlanks(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < FIRST_PRINTABLE || c > LAST_PRINTABLE) {
                return false;
            }
        }
        return true;
    }
}
