package org.relock.lockd.vfs;

/** How safe written bytes are when the answer goes out ({@code stable_how}, RFC 1813, 3.3.7). */
public enum Stability {
    /** They may be lost until COMMIT. */
    UNSTABLE,
    /** The bytes, and what is needed to find them, are on the disk. */
    DATA_SYNC,
    /** All attributes are on the disk as well. */
    FILE_SYNC
}
