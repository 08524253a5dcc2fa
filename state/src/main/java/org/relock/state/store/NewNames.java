package org.relock.state.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * Makes the names of new files in one directory as durable as the files, which were forced, and
 * sees to it that they are still there.
 */
final class NewNames {

    private static final Set<String> FORCED_WITH_THE_FILE = Set.of("ext4", "xfs", "btrfs");

    private final DirectoryForce policy;
    private final SharedForce directory;
    private volatile FileSystem last = new FileSystem(Long.MIN_VALUE, false);

    /** What is known of a device. */
    private record FileSystem(long device, boolean forcesNames) {}

    NewNames(DirectoryForce policy, SharedForce directory) {
        this.policy = policy;
        this.directory = directory;
    }

    /**
     * Forces the name of {@code file}.
     *
     * @param renamed whether it had another name as it was forced
     * @throws java.nio.file.NoSuchFileException if another process took it away meanwhile
     */
    void force(Path file, boolean renamed) throws IOException {
        if (renamed || policy == DirectoryForce.ALWAYS) {
            directory.force();
        }
        // Read afterwards, so that it speaks of what was forced.
        long device = (Long) Files.getAttribute(file, "unix:dev", LinkOption.NOFOLLOW_LINKS);
        if (!renamed && policy == DirectoryForce.WHERE_NEEDED && !forcesNames(file, device)) {
            directory.force();
        }
    }

    private boolean forcesNames(Path file, long device) throws IOException {
        FileSystem known = last;
        if (known.device() != device) {
            String type = Files.getFileStore(file).type();
            known = new FileSystem(device, FORCED_WITH_THE_FILE.contains(type));
            last = known;
        }
        return known.forcesNames();
    }
}
