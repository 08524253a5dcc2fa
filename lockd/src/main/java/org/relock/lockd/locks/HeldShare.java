package org.relock.lockd.locks;

/** A {@link ShareReservation} in the table. */
final class HeldShare {

    final Owner owner;
    final LockedFile file;
    final ShareReservation share;
    final Origin origin;

    HeldShare(Owner owner, LockedFile file, ShareReservation share, Origin origin) {
        this.owner = owner;
        this.file = file;
        this.share = share;
        this.origin = origin;
    }
}
