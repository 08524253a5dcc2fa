package org.relock.lockd.locks;

/**
 * The locks of this table as programs of this machine meet them. Towards these the table is one
 * single owner: of each byte it has the strongest lock that anybody holds or is offered. A program
 * that holds a lock itself answers for it in {@link LocalAnswer.Held}: a request is denied then, or
 * waits until {@link LockService#retryLocal} finds the bytes free.
 *
 * <p>Everything is called inside the table's monitor. Nothing in here may wait, or call the table.
 */
public interface LocalLocks {

    /** Knows of no programs: their locks and ours do not meet. */
    LocalLocks NONE = new NoLocalLocks();

    /** Locks bytes, all or none of them; what was locked of them is now locked in this mode. */
    LocalAnswer take(FileKey file, LockMode mode, ByteRange range);

    /** Says what {@link #take} would, and changes nothing. */
    LocalAnswer test(FileKey file, LockMode mode, ByteRange range);

    /** Unlocks bytes; unlocked ones may be among them. */
    void give(FileKey file, ByteRange range);

    /**
     * A request that concerned the file is decided.
     *
     * @param inUse whether there is something on the file that is, or may come to be, locked
     */
    void decided(FileKey file, boolean inUse);

    /** Nothing is locked on the file any more, and nobody waits for it. */
    void left(FileKey file);

    /** {@link LockService#retryLocal} is to be called in a while: somebody waits for a program. */
    void retryLater();
}
