package org.relock.lockd.vfs;

/** How a read went that was not to wait. */
public enum ReadNow {
    /** All was read, and there is more behind it. */
    READ,
    /** All was read up to the file's end. */
    READ_TO_END,
    /** Some of it is not in memory; nothing was read, and a thread that may wait has to. */
    WOULD_WAIT
}
