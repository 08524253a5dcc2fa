package org.relock.lockd.nfs3;

import java.util.concurrent.atomic.AtomicLongArray;
import org.relock.lockd.vfs.FileId;

/**
 * Which files are being changed by calls of this moment. Attributes of before and after a change
 * tell a client that nobody else has changed the file between, so they are given together only if
 * no other call was changing it. Of local processes nothing is known here.
 *
 * <p>It takes no memory for files and waits for nobody: files share a number of counters, and where
 * two happen to share one, a client is merely told less.
 */
final class Changes {

    /** How many counters there are; a power of two. */
    private static final int COUNTERS = 4_096;

    /** The low bits count the changes under way, those above them all that have begun. */
    private static final int BEGUN_SHIFT = 16;

    private static final long UNDER_WAY = (1L << BEGUN_SHIFT) - 1;
    private static final long ONE_MORE = (1L << BEGUN_SHIFT) + 1;

    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

    /** A change of a file begins; {@link Change#end} must be called. */
    Change begin(Place place) {
        int counter = counterOf(place.file());
        return new Change(place, this, counter, counters.getAndAdd(counter, ONE_MORE));
    }

    private static int counterOf(FileId file) {
        int hash = file.hashCode() * 0x9e3779b9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(COUNTERS));
    }

    /**
     * A change ends.
     *
     * @param before the counter just before it began
     * @return whether no other was under way meanwhile
     */
    boolean end(int counter, long before) {
        long after = counters.getAndDecrement(counter);
        return (before & UNDER_WAY) == 0 && after == before + ONE_MORE;
    }
}
