package org.relock.lockd.vfs;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Attributes to be changed; what is empty stays.
 *
 * @param mode permission bits, 0 to 07777
 * @param uid a new owner
 * @param gid a new group
 * @param size a new size, in bytes
 * @param accessed when it was last read
 * @param modified when it was last changed
 */
public record SetAttributes(
        OptionalInt mode,
        OptionalInt uid,
        OptionalInt gid,
        OptionalLong size,
        NewTime accessed,
        NewTime modified) {

    /** Changes nothing. */
    public static final SetAttributes NOTHING =
            new SetAttributes(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    NewTime.KEEP,
                    NewTime.KEEP);

    /**
     * A time to be set.
     *
     * @param toServerTime whether it becomes the server's time of now
     * @param toClientTime else, the time it becomes; empty if it stays
     */
    public record NewTime(boolean toServerTime, Optional<FileTime> toClientTime) {
        /** It stays. */
        public static final NewTime KEEP = new NewTime(false, Optional.empty());

        /** It becomes the server's time of now. */
        public static final NewTime NOW = new NewTime(true, Optional.empty());
    }
}
