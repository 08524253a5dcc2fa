package org.relock.lockd.vfs;

import java.util.Optional;

/**
 * A file that is open for locks which programs of this machine meet ({@code F_OFD_SETLK}): one
 * owner of locks, apart from every other open of the file, and nothing of it is left when it is
 * closed. No method waits. Bytes are unsigned and both ends included; beyond 2^63 - 1, where no
 * program can lock, everything is free.
 */
public interface LockFile extends AutoCloseable {

    /**
     * A lock that a program holds.
     *
     * @param process its number; -1 if the lock is an open file's and no process's
     */
    record Other(boolean exclusive, long first, long last, int process) {}

    /** A file that no program of this machine can lock. */
    LockFile ALONE = new AloneFile();

    /**
     * Locks all these bytes, whatever was locked of them here before.
     *
     * @return false if some program's lock is in the way; nothing has changed then
     */
    boolean lock(boolean exclusive, long first, long last) throws FileException;

    /** Returns a program's lock that is in the way. */
    Optional<Other> inTheWay(boolean exclusive, long first, long last) throws FileException;

    /** Unlocks bytes; unlocked ones may be among them. */
    void unlock(long first, long last) throws FileException;

    @Override
    void close();
}
