package org.relock.state.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The numbers of a file's owner and group. Needs no native code.
 *
 * @param uid an unsigned 32-bit number, as Java's signed one
 * @param gid an unsigned 32-bit number, as Java's signed one
 */
public record FileOwner(int uid, int gid) {

    /** The superuser's number. */
    static final int ROOT = 0;

    /** Returns who owns {@code file}; a symbolic link is not followed (lstat). */
    public static FileOwner of(Path file) throws IOException {
        return new FileOwner(number(file, "unix:uid"), number(file, "unix:gid"));
    }

    /** Gives {@code file} to this owner; a symbolic link is not followed. */
    public void take(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns whether the owner is the superuser. */
    public boolean isRoot() {
        return uid == ROOT;
    }

    private static int number(Path file, String attribute) throws IOException {
        Object value = Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS);
        return ((Number) value).intValue();
    }
}
