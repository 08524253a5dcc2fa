package org.relock.lockd.journal;

import java.util.Objects;

/**
 * How a journal is kept.
 *
 * @param force when records go to stable storage
 * @param whenFull what becomes of new locks when the disk is full
 * @param segmentBytes how much is set aside on the disk at a time; two such files are there
 * @param compactAbove how many bytes of log there are before a new snapshot is written; never less
 *     than twice the last snapshot
 */
public record JournalOptions(Force force, WhenFull whenFull, int segmentBytes, long compactAbove) {

    /** When records go to stable storage. */
    public enum Force {
        /**
         * A second later, and nobody waits for it. They survive the process at once, which is what
         * they are for; after a crash of the host clients reclaim, and the last second of the
         * record may be missing.
         */
        SOON,
        /** Before {@link Journal#forced} completes; many share one force. */
        ALWAYS
    }

    /** What becomes of new locks when there is no room to record them. */
    public enum WhenFull {
        /** They are granted all the same; a restart then asks the clients to reclaim. */
        KEEP_SERVING,
        /** {@link Journal#takesMore} says no as soon as the room set aside is all there is. */
        REFUSE
    }

    /** What the daemon lives by. */
    public static final JournalOptions STANDARD =
            new JournalOptions(Force.SOON, WhenFull.KEEP_SERVING, 4 << 20, 16 << 20);

    private static final int LEAST_SEGMENT_BYTES = 4 * Frame.MAX_PAYLOAD;

    /** Checks that a record fits. */
    public JournalOptions {
        Objects.requireNonNull(force, "force");
        Objects.requireNonNull(whenFull, "whenFull");
        if (segmentBytes < LEAST_SEGMENT_BYTES || compactAbove < 1) {
            throw new IllegalArgumentException("segments of " + segmentBytes + " bytes");
        }
    }

    /** Returns these with another force. */
    public JournalOptions withForce(Force other) {
        return new JournalOptions(other, whenFull, segmentBytes, compactAbove);
    }

    /** Returns these with another policy for a full disk. */
    public JournalOptions withWhenFull(WhenFull other) {
        return new JournalOptions(force, other, segmentBytes, compactAbove);
    }

    /** Returns these with other sizes, in bytes. */
    public JournalOptions withSizes(int segment, long compactAboveBytes) {
        return new JournalOptions(force, whenFull, segment, compactAboveBytes);
    }
}
