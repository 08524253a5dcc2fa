package org.relock.state.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A file as it was seen: one that looks the same has the same content, if it was {@linkplain
 * #isSettled settled}. To look costs less than to read.
 *
 * @param key the device and the number of the file there
 */
record SeenFile(Object key, FileTime modified, long size) {

    /** Clocks of file systems may stand still for so long, and a little more. In milliseconds. */
    private static final long CLOCK_STEP_MILLIS = 2_000;

    /** Looks at {@code file}; empty if there is none, or none that can be told from others. */
    static Optional<SeenFile> look(Path file) {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.ofNullable(seen.fileKey())
                    .map(key -> new SeenFile(key, seen.lastModifiedTime(), seen.size()));
        } catch (IOException e) {
            return Optional.empty(); // Whoever reads it hears what is wrong.
        }
    }

    /**
     * Returns whether a change after {@code nowMillis} would show. One made in the same step of the
     * file system's clock as the last might not.
     */
    boolean isSettled(long nowMillis) {
        return nowMillis - modified.toMillis() >= CLOCK_STEP_MILLIS;
    }
}
