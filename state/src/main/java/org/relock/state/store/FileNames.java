package org.relock.state.store;

/** Which names can be files of the monitor list. */
final class FileNames {

    /** So that {@code .NAME.new} fits into the 255 bytes that a file system allows. */
    private static final int MAX_BYTES = 250;

    private FileNames() {}

    /**
     * Lets through what may be created.
     *
     * @throws UnstorableException if {@code name} is empty, too long, hidden, a path, or has a byte
     *     that is a blank, a control or not ASCII
     */
    static void check(String name) throws UnstorableException {
        if (name.length() > MAX_BYTES) {
            throw new UnstorableException("a name of " + name.length() + " bytes");
        }
        if (!isHost(name)) {
            throw new UnstorableException("not a file name: '" + Printable.of(name) + "'");
        }
    }

    /** Returns whether a file of this name may stand for a host. */
    static boolean isHost(String name) {
        if (name.isEmpty() || name.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '/') {
                return false;
            }
        }
        return true;
    }

    /** Returns where the next version of {@code name} is written, as nfs-utils does. */
    static String temporary(String name) {
        return "." + name + ".new";
    }
}
