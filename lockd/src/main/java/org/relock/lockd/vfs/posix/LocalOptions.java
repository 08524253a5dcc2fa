package org.relock.lockd.vfs.posix;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a directory is served.
 *
 * @param synchronous whether new names and attributes are on the disk when a call returns, as NFS
 *     wants it ({@code sync}); else when the kernel gets to it ({@code async})
 * @param subtreeCheck whether a file that somebody moves out of the directory is gone for clients,
 *     at the price that one moved by others than clients is gone as well ({@code subtree_check})
 * @param descriptors how many files may be kept open, at least 16
 * @param handles a directory of ours for what has to be remembered of handles, used if the file
 *     system or our rights do not let handles be the kernel's, or with {@code subtreeCheck}; made
 *     if it is not there, with a part in it for each directory that was served with it lately
 */
public record LocalOptions(
        boolean synchronous, boolean subtreeCheck, int descriptors, Optional<Path> handles) {

    /** How many files are kept open unless configured otherwise. */
    public static final int DESCRIPTORS = 1_024;

    private static final int FEWEST_DESCRIPTORS = 16;

    /** As exports(5) has it by default. */
    public static final LocalOptions DEFAULT =
            new LocalOptions(true, false, DESCRIPTORS, Optional.empty());

    /** Checks the number. */
    public LocalOptions {
        if (descriptors < FEWEST_DESCRIPTORS) {
            throw new IllegalArgumentException(descriptors + " descriptors");
        }
    }
}
