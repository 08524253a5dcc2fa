package org.relock.state.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A {@link StoreLock} that is a lock on a file, so that the operating system frees it when the
 * process dies.
 */
public final class FileStoreLock implements StoreLock {

    /**
     * The lock files that this process has open. The system drops a process's lock as soon as the
     * process closes any channel to the file, so there must never be a second one.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FileStoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock unless somebody has it.
     *
     * @param lockFile made if it is missing, with its directory
     * @param model gives a new directory its permissions
     */
    public static Optional<StoreLock> tryLock(Path lockFile, Path model, Ownership ownership)
            throws IOException {
        Path directory = lockFile.toAbsolutePath().getParent();
        Disk.ensureDirectory(directory, model, ownership);
        Path file = directory.toRealPath().resolve(lockFile.getFileName());
        if (!OPEN.add(file)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            Disk.NEW);
            ownership.giveTo(file);
            lock = channel.tryLock();
            return lock == null ? Optional.empty() : Optional.of(new FileStoreLock(file, channel));
        } finally {
            if (lock == null) {
                close(file, channel);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            close(file, channel);
        }
    }

    private static void close(Path file, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            OPEN.remove(file);
        }
    }
}
