package org.relock.lockd.locks;

import java.util.Objects;

/**
 * An open that keeps others from opening (NLM SHARE, NFSv4 OPEN).
 *
 * @param owner whose; one per owner and file
 * @param access what the owner does: bit 0 reads, bit 1 writes; 0 to 3
 * @param deny what others may not: bit 0 read, bit 1 write; 0 to 3
 * @param taken how it came to us
 */
public record ShareReservation(LockOwner owner, int access, int deny, Taken taken) {

    /** Checks the bits. */
    public ShareReservation {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(taken, "taken");
        if ((access & ~3) != 0 || (deny & ~3) != 0) {
            throw new IllegalArgumentException("access " + access + ", deny " + deny);
        }
    }

    /** Whether both cannot be there, if their owners differ. */
    public boolean conflictsWith(ShareReservation other) {
        return (access & other.deny) != 0 || (deny & other.access) != 0;
    }
}
