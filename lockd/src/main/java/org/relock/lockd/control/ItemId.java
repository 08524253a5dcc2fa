package org.relock.lockd.control;

import java.util.HexFormat;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.ShareReservation;

/**
 * Short names of locks and shares, by which an administrator can say which one is meant. They say
 * the same thing as long as it is there; two things could have one name, but hardly ever do.
 */
final class ItemId {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private ItemId() {}

    static String of(FileKey file, Lock lock) {
        long hash = owner(file, lock.owner());
        hash = mix(mix(hash, lock.range().first()), lock.range().last());
        return "L" + HexFormat.of().toHexDigits(hash);
    }

    static String of(FileKey file, ShareReservation share) {
        return "S" + HexFormat.of().toHexDigits(owner(file, share.owner()));
    }

    static String of(long wish) {
        return "W" + wish;
    }

    private static long owner(FileKey file, LockOwner owner) {
        long hash = mix(FNV_OFFSET, file.fileSystem());
        hash = mix(mix(hash, file.name().toBytes()), owner.client().number());
        return mix(hash, owner.name().toBytes());
    }

    private static long mix(long hash, byte[] bytes) {
        long mixed = mix(hash, bytes.length);
        for (byte one : bytes) {
            mixed = (mixed ^ (one & 0xff)) * FNV_PRIME;
        }
        return mixed;
    }

    private static long mix(long hash, long word) {
        long mixed = hash;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            mixed = (mixed ^ (word >>> shift & 0xff)) * FNV_PRIME;
        }
        return mixed;
    }
}
