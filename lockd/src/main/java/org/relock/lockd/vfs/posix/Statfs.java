package org.relock.lockd.vfs.posix;

import java.nio.ByteBuffer;
import org.relock.lockd.vfs.FileSystemNumbers;

/** What is known of a file system by {@code struct statfs}, in a {@link Scratch}'s small room. */
final class Statfs {

    private static final long EXT = 0xef53;
    private static final long XFS = 0x58465342;
    private static final long BTRFS = 0x9123683eL;
    private static final long TMPFS = 0x01021994;
    private static final long FAT = 0x4d44;

    /** File systems that ask somebody else about locks: NFS, SMB, 9P, FUSE, AFS and clusters'. */
    private static final long[] ELSEWHERE = {
        0x6969,
        0x517b,
        0xff534d42L,
        0xfe534d42L,
        0x01021997,
        0x65735546,
        0x5346414f,
        0x6b414653,
        0x00c36400,
        0x01161970,
        0x7461636f,
        0x0bd00bd0
    };

    private static final int TYPE = Scratch.smallAt();
    private static final int BLOCKS = TYPE + 16;
    private static final int FREE = TYPE + 24;
    private static final int AVAILABLE = TYPE + 32;
    private static final int FILES = TYPE + 40;
    private static final int FREE_FILES = TYPE + 48;
    private static final int NAME_LENGTH = TYPE + 64;
    private static final int FRAGMENT = TYPE + 72;

    private static final int NAME_LIMIT = 255;

    private Statfs() {}

    static boolean isInMemory(Scratch scratch) {
        return scratch.memory.getLong(TYPE) == TMPFS;
    }

    /** Whether to lock a file may mean to wait for another machine or program. */
    static boolean locksElsewhere(Scratch scratch) {
        long type = scratch.memory.getLong(TYPE);
        for (long one : ELSEWHERE) {
            if (type == one) {
                return true;
            }
        }
        return false;
    }

    static FileSystemNumbers numbers(Scratch scratch) {
        ByteBuffer at = scratch.memory;
        long type = at.getLong(TYPE);
        long block = at.getLong(FRAGMENT);
        return new FileSystemNumbers(
                at.getLong(BLOCKS) * block,
                at.getLong(FREE) * block,
                at.getLong(AVAILABLE) * block,
                at.getLong(FILES),
                at.getLong(FREE_FILES),
                at.getLong(FREE_FILES),
                largestFile(type, block),
                mostLinks(type),
                (int) Math.min(at.getLong(NAME_LENGTH), NAME_LIMIT),
                1);
    }

    /** The kernel does not tell; these are the file systems' limits where they are lower. */
    private static long largestFile(long type, long block) {
        if (type == EXT) {
            return 0xffffffffL * block;
        }
        return type == FAT ? 0xffffffffL : Long.MAX_VALUE;
    }

    private static int mostLinks(long type) {
        if (type == EXT) {
            return 65_000;
        }
        if (type == BTRFS) {
            return 65_535;
        }
        if (type == FAT) {
            return 1;
        }
        return type == XFS || type == TMPFS ? Integer.MAX_VALUE : 32_767;
    }
}
