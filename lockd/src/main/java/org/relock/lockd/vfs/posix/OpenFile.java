package org.relock.lockd.vfs.posix;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileType;

/**
 * The descriptors of a file: one to look at it, and others for its contents once they are needed.
 * They are closed when the cache and everyone who holds it have let go, never earlier, because the
 * number of a closed descriptor may be another file's at once.
 */
final class OpenFile {

    private static final int NONE = -1;

    final FileId id;
    final FileType type;

    /** The descriptor to look at it with; made with O_PATH, or for more. */
    final int fd;

    /** For a guarded change, and for the place in a directory. */
    final ReentrantLock turn = new ReentrantLock();

    /** The time of last use, in the cache's rounds. */
    volatile int used;

    /** Whether it was used since eviction last came by. */
    volatile boolean touched = true;

    /** Whether bytes were written here that nobody has forced yet. */
    volatile boolean unforced;

    /** Where the reading descriptor stands in a directory; guarded by {@link #turn}. */
    long place;

    /** How many writes that are to be forced are under way. */
    final AtomicInteger forcedWrites = new AtomicInteger();

    /** For those of them that are not alone. */
    private Optional<SharedForce> sharedForce = Optional.empty();

    private final OpenFiles cache;
    private final AtomicInteger holders = new AtomicInteger(2);
    private volatile int reading = NONE;
    private volatile int writing = NONE;

    /** Takes over a descriptor; held by the cache and the caller. */
    OpenFile(OpenFiles cache, FileId id, FileType type, int fd) {
        this.cache = cache;
        this.id = id;
        this.type = type;
        this.fd = fd;
    }

    /** Holds it once more; returns false if it is closed already. */
    boolean hold() {
        while (true) {
            int now = holders.get();
            if (now == 0) {
                return false;
            }
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** Lets go. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            int closed = 1;
            Kernel.close(fd);
            if (reading != NONE) {
                Kernel.close(reading);
                closed++;
            }
            if (writing != NONE) {
                Kernel.close(writing);
                closed++;
            }
            cache.closed(closed);
        }
    }

    /** Returns whether it can be read without opening. */
    boolean canBeReadNow() {
        return reading != NONE;
    }

    /** Fails unless it is a regular file. */
    void requireRegular() throws FileException {
        if (type != FileType.REGULAR) {
            throw new FileException(
                    type == FileType.DIRECTORY ? FileStatus.ISDIR : FileStatus.INVAL);
        }
    }

    /** Fails unless it is a directory. */
    void requireDirectory() throws FileException {
        if (type != FileType.DIRECTORY) {
            throw new FileException(FileStatus.NOTDIR);
        }
    }

    /** Returns the descriptor to read from, opened with the process's rights. */
    int reading(Scratch scratch) throws FileException {
        int known = reading;
        return known != NONE ? known : openReading(scratch);
    }

    private synchronized int openReading(Scratch scratch) throws FileException {
        if (reading == NONE) {
            reading = open(scratch, Kernel.O_RDONLY);
        }
        return reading;
    }

    /**
     * Returns the descriptor to write to, opened with the process's rights. It is not the one to
     * read from, because a file that is open for writing cannot be run by others.
     */
    int writing(Scratch scratch) throws FileException {
        int known = writing;
        return known != NONE ? known : openWriting(scratch);
    }

    private synchronized int openWriting(Scratch scratch) throws FileException {
        if (writing == NONE) {
            writing = open(scratch, Kernel.O_WRONLY);
        }
        return writing;
    }

    /** Returns a descriptor that can be forced, preferably the one written to. */
    int forcing(Scratch scratch) throws FileException {
        int known = writing;
        return known != NONE ? known : reading(scratch);
    }

    synchronized SharedForce sharedForce() {
        if (sharedForce.isEmpty()) {
            sharedForce = Optional.of(new SharedForce());
        }
        return sharedForce.get();
    }

    private int open(Scratch scratch, int flags) throws FileException {
        if (type != FileType.REGULAR && type != FileType.DIRECTORY) {
            throw new FileException(FileStatus.INVAL);
        }
        scratch.rights.own();
        int all = flags | Kernel.O_CLOEXEC | Kernel.O_NOCTTY | Kernel.O_NONBLOCK;
        return cache.opening(() -> Kernel.openat(Kernel.AT_FDCWD, scratch.descriptor(fd), all, 0));
    }
}
