package org.relock.state.os;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A shared lock of {@code flock}(2) on a file that is only read. Java's own file locks are those of
 * {@code fcntl}(2), which on Linux do not see these.
 */
public final class SharedFileLock implements AutoCloseable {

    private static final int O_RDONLY = 0;
    private static final int O_NONBLOCK = 04000; // A FIFO has no content for us to wait for.
    private static final int O_CLOEXEC = 02000000;
    private static final int LOCK_SH = 1;
    private static final int LOCK_NB = 4;

    /** Between two tries. */
    private static final long PAUSE_MILLIS = 10;

    private final int fd;

    private SharedFileLock(int fd) {
        this.fd = fd;
    }

    /**
     * Takes the lock, waiting for whoever has it exclusively, but for no longer than {@code
     * patience}. Empty if that was not long enough, or if the file cannot be opened for reading.
     */
    public static Optional<SharedFileLock> take(Path file, Duration patience) {
        String path = file.toAbsolutePath().toString();
        int fd = Libc.open(Libc.cString(path), O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
        if (fd < 0) {
            return Optional.empty();
        }
        long until = System.nanoTime() + patience.toNanos();
        while (Libc.flock(fd, LOCK_SH | LOCK_NB) != 0) {
            if (until - System.nanoTime() <= 0 || !pause()) {
                Libc.close(fd);
                return Optional.empty();
            }
        }
        return Optional.of(new SharedFileLock(fd));
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
