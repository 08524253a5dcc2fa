package org.relock.lockd.mount;

import java.time.Duration;

/** The numbers MOUNT lives by. */
final class MountLimits {

    /** How many mounts are remembered; the oldest go first. */
    static final int MOUNTS = 4_096;

    /** The longest file of mounts that is read, in bytes. */
    static final int FILE_BYTES = MOUNTS * (Mount.MAX_PATH_BYTES * 4 + 64);

    /** A list in a datagram ends after this many bytes. */
    static final int LIST_BYTES_UDP = 32_768;

    /** A list in a stream ends after this many bytes. */
    static final int LIST_BYTES_TCP = 1 << 20;

    /** How often at most it is logged that somebody may not mount. */
    static final Duration REFUSAL_PAUSE = Duration.ofSeconds(1);

    private MountLimits() {}
}
