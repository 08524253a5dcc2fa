package org.relock.lockd.vfs.posix;

import java.nio.ByteBuffer;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.FileType;

/** Attributes by {@code struct statx}, which lies in a thread's {@link Scratch}. */
final class Statx {

    /** STATX_BASIC_STATS, STATX_BTIME and STATX_MNT_ID. */
    private static final int MASK = 0x7ff | 0x800 | 0x1000;

    /** What st_blocks counts, in bytes. */
    private static final int BLOCK = 512;

    private static final int LINKS = Scratch.statxAt() + 16;
    private static final int UID = Scratch.statxAt() + 20;
    private static final int GID = Scratch.statxAt() + 24;
    private static final int MODE = Scratch.statxAt() + 28;
    private static final int INODE = Scratch.statxAt() + 32;
    private static final int SIZE = Scratch.statxAt() + 40;
    private static final int BLOCKS = Scratch.statxAt() + 48;
    private static final int ACCESSED = Scratch.statxAt() + 64;
    private static final int BORN = Scratch.statxAt() + 80;
    private static final int CHANGED = Scratch.statxAt() + 96;
    private static final int MODIFIED = Scratch.statxAt() + 112;
    private static final int SPECIAL_MAJOR = Scratch.statxAt() + 128;
    private static final int SPECIAL_MINOR = Scratch.statxAt() + 132;
    private static final int DEVICE_MAJOR = Scratch.statxAt() + 136;
    private static final int DEVICE_MINOR = Scratch.statxAt() + 140;

    private static final int MOUNT = Scratch.statxAt() + 144;

    private static final long NANOS = 1_000_000_000;

    private Statx() {}

    /**
     * Looks at what a descriptor stands for; the other methods tell what was seen.
     *
     * @throws FileException STALE if it has no name any more
     */
    static void look(Scratch scratch, int fd) throws FileException {
        Errno.check(Kernel.statx(fd, scratch.empty(), Kernel.AT_EMPTY_PATH, MASK, scratch.statx()));
        if (scratch.memory.getInt(LINKS) == 0) {
            throw new FileException(FileStatus.STALE);
        }
    }

    /** Looks, and returns all that was seen. */
    static Attributes of(Scratch scratch, int fd) throws FileException {
        look(scratch, fd);
        return seen(scratch);
    }

    static Attributes seen(Scratch scratch) {
        ByteBuffer at = scratch.memory;
        return new Attributes(
                type(scratch),
                at.getShort(MODE) & 07777,
                at.getInt(LINKS),
                at.getInt(UID),
                at.getInt(GID),
                at.getLong(SIZE),
                at.getLong(BLOCKS) * BLOCK,
                at.getInt(SPECIAL_MAJOR),
                at.getInt(SPECIAL_MINOR),
                device(scratch),
                at.getLong(INODE),
                time(at, ACCESSED),
                time(at, MODIFIED),
                time(at, CHANGED));
    }

    private static FileTime time(ByteBuffer memory, int at) {
        return new FileTime(memory.getLong(at), memory.getInt(at + Long.BYTES));
    }

    /** What the kernel has in the upper bits of a mode. */
    static FileType type(Scratch scratch) {
        int kind = (scratch.memory.getShort(MODE) & 0xffff) >>> 12;
        return switch (kind) {
            case 1 -> FileType.FIFO;
            case 2 -> FileType.CHARACTER_DEVICE;
            case 4 -> FileType.DIRECTORY;
            case 6 -> FileType.BLOCK_DEVICE;
            case 8 -> FileType.REGULAR;
            case 10 -> FileType.SYMBOLIC_LINK;
            case 12 -> FileType.SOCKET;
            default -> throw new IllegalStateException("a file of type " + kind);
        };
    }

    static long device(Scratch scratch) {
        return (long) scratch.memory.getInt(DEVICE_MAJOR) << Integer.SIZE
                | (scratch.memory.getInt(DEVICE_MINOR) & 0xffffffffL);
    }

    static long inode(Scratch scratch) {
        return scratch.memory.getLong(INODE);
    }

    /**
     * Nanoseconds of its birth, which tell a file from a later one of the same inode; 0 if none.
     */
    static long born(Scratch scratch) {
        return scratch.memory.getLong(BORN) * NANOS + scratch.memory.getInt(BORN + Long.BYTES);
    }

    /** Tells the mount, so that one file system mounted twice is two. */
    static long mount(Scratch scratch) {
        return scratch.memory.getLong(MOUNT);
    }

    static int uid(Scratch scratch) {
        return scratch.memory.getInt(UID);
    }

    static long size(Scratch scratch) {
        return scratch.memory.getLong(SIZE);
    }
}
