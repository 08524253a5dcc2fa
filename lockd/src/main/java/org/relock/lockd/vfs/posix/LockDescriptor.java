package org.relock.lockd.vfs.posix;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.LockFile;

/** A descriptor with open-file-description locks on it, and nothing else. */
final class LockDescriptor implements LockFile {

    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;

    private static final short F_RDLCK = 0;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;

    /** Where the fields of a {@code struct flock} of 64 bits lie. */
    private static final int TYPE = 0;

    private static final int WHENCE = 2;
    private static final int START = 8;
    private static final int LENGTH = 16;
    private static final int PROCESS = 24;

    private final int fd;

    /** The kernel takes exclusive locks on what is open for writing only. */
    private final boolean writable;

    private final AtomicBoolean closed = new AtomicBoolean();

    private LockDescriptor(int fd, boolean writable) {
        this.fd = fd;
        this.writable = writable;
    }

    /**
     * Opens a file, for writing too if that is possible: not if the file system is read-only, the
     * file immutable, or a program that runs. There, an exclusive lock is refused if anybody has
     * locked the bytes, and keeps others from locking them exclusively, which they cannot do
     * either.
     *
     * @return empty for files whose locks are kept by another machine or another program, for which
     *     we would have to wait
     */
    static Optional<LockFile> open(Tree tree, FileId id) throws FileException {
        if (tree.locksElsewhere) {
            return Optional.empty();
        }
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            file.requireRegular();
            scratch.rights.own();
            int fd = open(scratch, file.fd, Kernel.O_RDWR);
            boolean writable = fd >= 0;
            if (fd == -Errno.EROFS
                    || fd == -Errno.EPERM
                    || fd == -Errno.EACCES
                    || fd == -Errno.ETXTBSY
                    || fd == -Errno.EAGAIN) {
                fd = open(scratch, file.fd, Kernel.O_RDONLY);
            }
            return Optional.of(new LockDescriptor((int) Errno.check(fd), writable));
        } finally {
            file.release();
            scratch.end();
        }
    }

    private static int open(Scratch scratch, int file, int flags) throws FileException {
        int all = flags | Kernel.O_CLOEXEC | Kernel.O_NOCTTY | Kernel.O_NONBLOCK;
        return Kernel.openat(Kernel.AT_FDCWD, scratch.descriptor(file), all, 0);
    }

    @Override
    public boolean lock(boolean exclusive, long first, long last) throws FileException {
        if (first < 0) {
            return true;
        }
        if (exclusive && !writable) {
            return inTheWay(true, first, last).isEmpty() && set(F_RDLCK, first, last);
        }
        return set(exclusive ? F_WRLCK : F_RDLCK, first, last);
    }

    private boolean set(short type, long first, long last) throws FileException {
        int answer = call(F_OFD_SETLK, type, first, last);
        if (answer == -Errno.EAGAIN || answer == -Errno.EACCES) {
            return false;
        }
        Errno.check(answer);
        return true;
    }

    private int call(int command, short type, long first, long last) {
        Scratch scratch = Scratch.mine();
        int at = Scratch.smallAt();
        scratch.memory.putShort(at + TYPE, type).putShort(at + WHENCE, (short) 0);
        scratch.memory.putLong(at + START, first);
        // A length of 0 reaches to the highest byte that the kernel knows, 2^63 - 1.
        boolean toEnd = last < 0 || last == Long.MAX_VALUE;
        scratch.memory.putLong(at + LENGTH, toEnd ? 0 : last - first + 1);
        scratch.memory.putInt(at + PROCESS, 0);
        return Kernel.fcntl(fd, command, scratch.small());
    }

    @Override
    public Optional<Other> inTheWay(boolean exclusive, long first, long last) throws FileException {
        if (first < 0) {
            return Optional.empty();
        }
        Errno.check(call(F_OFD_GETLK, exclusive ? F_WRLCK : F_RDLCK, first, last));
        Scratch scratch = Scratch.mine();
        int at = Scratch.smallAt();
        short type = scratch.memory.getShort(at + TYPE);
        if (type == F_UNLCK) {
            return Optional.empty();
        }
        long start = scratch.memory.getLong(at + START);
        long length = scratch.memory.getLong(at + LENGTH);
        int process = scratch.memory.getInt(at + PROCESS);
        return Optional.of(
                new Other(type == F_WRLCK, start, length == 0 ? -1 : start + length - 1, process));
    }

    @Override
    public void unlock(long first, long last) throws FileException {
        if (first >= 0) {
            Errno.check(call(F_OFD_SETLK, F_UNLCK, first, last));
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Kernel.close(fd);
        }
    }
}
