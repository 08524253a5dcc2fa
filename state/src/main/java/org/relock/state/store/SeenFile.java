package org.relock.state.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A file as it was seen. One that still looks the same, and did for longer than its file system's
 * clock may stand still, has the same content; and to look costs less than to read.
 *
 * @param key the device and the number of the file there
 */
record SeenFile(Object key, FileTime modified, long size) {

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

    // Written out, because what a record has by itself is made at run time, which costs a daemon's
    // start 20 ms for the first one.
    @Override
    public boolean equals(Object other) {
        return other instanceof SeenFile that
                && key.equals(that.key)
                && modified.equals(that.modified)
                && size == that.size;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * key.hashCode() + modified.hashCode()) + Long.hashCode(size);
    }
}
