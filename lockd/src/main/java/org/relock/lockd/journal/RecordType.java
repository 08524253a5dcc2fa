package org.relock.lockd.journal;

import org.relock.state.xdr.MalformedXdrException;

/** What a record says; the first word of its payload. Numbers are never given another meaning. */
enum RecordType {
    /** What file this is: its first record. */
    HEADER(1),
    /** {@link org.relock.lockd.locks.LockJournal#locked}. */
    LOCKED(2),
    /** {@link org.relock.lockd.locks.LockJournal#unlocked}. */
    UNLOCKED(3),
    /** {@link org.relock.lockd.locks.LockJournal#waits}. */
    WAITS(4),
    /** {@link org.relock.lockd.locks.LockJournal#gone}. */
    GONE(5),
    /** {@link org.relock.lockd.locks.LockJournal#shared}. */
    SHARED(6),
    /** {@link org.relock.lockd.locks.LockJournal#unshared}. */
    UNSHARED(7),
    /** A log ends here and goes on in the next. */
    ROTATED(8),
    /** There was no room: what happened from here on is not recorded. */
    SUSPENDED(9),
    /** A snapshot is whole. */
    WHOLE(10),
    /** A client is remembered. */
    CLIENT(11),
    /** A client is forgotten. */
    NO_CLIENT(12),
    /** Client ids below a number may have been given out. */
    IDS(13),
    /** The daemon ended in good order: all that happened before is in front of this. */
    ENDED(14),
    /** A grace period is on. */
    GRACE(15);

    private static final RecordType[] ALL = values();

    private final int number;

    RecordType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Finds the type of a number. */
    static RecordType of(int number) throws MalformedXdrException {
        for (RecordType type : ALL) {
            if (type.number == number) {
                return type;
            }
        }
        throw new MalformedXdrException("a record of type " + number);
    }
}
