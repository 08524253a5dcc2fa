package org.relock.lockd.locks;

import java.util.Objects;

/**
 * What an owner asks for.
 *
 * @param file the file
 * @param owner who asks
 * @param mode how
 * @param range which bytes
 * @param reclaim whether the owner says it held this before our reboot
 * @param taken how it comes to us
 */
public record LockRequest(
        FileKey file,
        LockOwner owner,
        LockMode mode,
        ByteRange range,
        boolean reclaim,
        Taken taken) {

    /** Checks that nothing is missing. */
    public LockRequest {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(taken, "taken");
    }
}
