package org.relock.lockd.vfs.posix;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileType;

/**
 * Files kept open because they are likely to be used again: up to a number of descriptors, above
 * which those go that were not used since eviction last came by, and none for longer than {@link
 * #IDLE_ROUNDS} seconds without use.
 */
final class OpenFiles {

    /** After how many rounds of the sweeper, a second each, an unused file is closed. */
    static final int IDLE_ROUNDS = 3;

    /** Opens something. */
    interface Opening {
        /** Returns a descriptor or -errno. */
        int open() throws FileException;
    }

    private final ConcurrentHashMap<FileId, OpenFile> files = new ConcurrentHashMap<>();
    private final AtomicInteger descriptors = new AtomicInteger();
    private final int limit;

    /** Whether a descriptor found may be used however long ago it was opened. */
    private final boolean keepsUsed;

    private final ReentrantLock evicting = new ReentrantLock();

    /** Where eviction goes on; guarded by {@link #evicting}. */
    private Iterator<OpenFile> hand = List.<OpenFile>of().iterator();

    private volatile int round;
    private volatile boolean closed;

    /**
     * Makes it.
     *
     * @param limit of descriptors
     * @param keepsUsed whether a file stays open for as long as it is used; else it is closed a
     *     second or two after it was opened, to be found anew
     */
    OpenFiles(int limit, boolean keepsUsed) {
        this.limit = limit;
        this.keepsUsed = keepsUsed;
    }

    /** Returns a file that is open, held for the caller; else empty. */
    Optional<OpenFile> find(FileId id) {
        OpenFile file = files.get(id);
        if (file == null || !file.hold()) {
            return Optional.empty();
        }
        if (keepsUsed) {
            file.used = round;
        }
        file.touched = true;
        return Optional.of(file);
    }

    /**
     * Takes over a descriptor for a file and returns it, held for the caller. If the file is open
     * already, the descriptor is closed.
     */
    OpenFile add(FileId id, FileType type, int fd) {
        OpenFile made = new OpenFile(this, id, type, fd);
        made.used = round;
        while (!closed) {
            OpenFile present = files.putIfAbsent(id, made);
            if (present == null) {
                if (closed) {
                    drop(made);
                }
                return made;
            }
            if (present.hold()) {
                made.release();
                made.release();
                return present;
            }
            files.remove(id, present);
        }
        made.release();
        return made;
    }

    /** Forgets a file, which is closed when nobody holds it. */
    void drop(OpenFile file) {
        if (files.remove(file.id, file)) {
            file.release();
        }
    }

    /** Opens something, after closing others if there are too many. */
    int opening(Opening open) throws FileException {
        if (descriptors.get() >= limit) {
            evict(limit / 8);
        }
        int fd = open.open();
        if (fd == -Errno.EMFILE || fd == -Errno.ENFILE) {
            evict(limit / 2);
            fd = open.open();
        }
        Errno.check(fd);
        descriptors.incrementAndGet();
        return fd;
    }

    /** Counts a descriptor that was opened elsewhere. */
    void opened() {
        if (descriptors.incrementAndGet() > limit) {
            evict(limit / 8);
        }
    }

    /** Closes what was opened but not added. */
    void close(int fd) {
        Kernel.close(fd);
        closed(1);
    }

    void closed(int count) {
        descriptors.addAndGet(-count);
    }

    /** Returns how many descriptors are open. */
    int descriptors() {
        return descriptors.get();
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Closes some files; those used since the last time get a second chance. */
    private void evict(int count) {
        if (!evicting.tryLock()) {
            return; // somebody is at it
        }
        try {
            int left = count;
            for (int looked = 2 * files.size(); looked > 0 && left > 0; looked--) {
                if (!hand.hasNext()) {
                    hand = files.values().iterator();
                    if (!hand.hasNext()) {
                        return;
                    }
                }
                OpenFile file = hand.next();
                if (file.touched || file.unforced) {
                    file.touched = false;
                } else {
                    drop(file);
                    left--;
                }
            }
        } finally {
            evicting.unlock();
        }
    }

    /**
     * Closes what is idle and what has no name any more.
     *
     * @return whether all that was written to idle files could be forced
     */
    boolean sweep(Scratch scratch) {
        boolean forced = true;
        int now = round + 1;
        round = now;
        for (OpenFile file : files.values()) {
            if (now - file.used >= IDLE_ROUNDS) {
                forced &= force(scratch, file);
                drop(file);
            } else if (isRemoved(scratch, file)) {
                drop(file);
            }
        }
        return forced;
    }

    /** Forces what no COMMIT has forced, lest a failure be forgotten with the descriptor. */
    private static boolean force(Scratch scratch, OpenFile file) {
        if (!file.unforced || !file.hold()) {
            return true;
        }
        try {
            file.unforced = false;
            return Kernel.fdatasync(file.forcing(scratch)) == 0;
        } catch (FileException e) {
            return false;
        } finally {
            file.release();
        }
    }

    private static boolean isRemoved(Scratch scratch, OpenFile file) {
        if (!file.hold()) {
            return false;
        }
        try {
            Statx.look(scratch, file.fd);
            return false;
        } catch (FileException e) {
            return true;
        } finally {
            file.release();
        }
    }

    /** Closes all, now or when those who hold it let go. */
    void close() {
        closed = true;
        for (OpenFile file : files.values()) {
            drop(file);
        }
    }
}
