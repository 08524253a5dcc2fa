package org.relock.lockd.accesslog;

import java.nio.file.Path;
import java.util.Set;

/**
 * How accesses are logged.
 *
 * @param file where
 * @param bytes how long it gets before it becomes {@code file.1}, at least 1
 * @param files how many there are at most, the newest among them, at least 1
 * @param exports the paths of the exports that are logged; all if there is none
 */
public record AccessLogOptions(Path file, long bytes, int files, Set<String> exports) {

    /** Copies the set. */
    public AccessLogOptions {
        exports = Set.copyOf(exports);
    }
}
