package org.relock.lockd.vfs.posix;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forces what several callers have written to one file at once: who comes while the disk is busy
 * for others waits, and is then served together with all who came meanwhile. To force each write
 * alone would cost the disk's time as many times.
 */
final class SharedForce {

    /** Forces all that was written before it is called; returns 0 or -errno. */
    interface Disk {
        int force();
    }

    /** One force, and those whose bytes it is for. */
    private static final class Round {
        private boolean ended;
        private int result;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turn = lock.newCondition();

    /** Has not begun, so that whoever comes now can still join. */
    private Round next = new Round();

    private boolean busy;

    /** Returns what came of a force that began after this was called: 0 or -errno. */
    int force(Disk disk) {
        lock.lock();
        try {
            Round mine = next;
            while (!mine.ended && busy) {
                turn.awaitUninterruptibly();
            }
            if (!mine.ended) {
                lead(mine, disk);
            }
            return mine.result;
        } finally {
            lock.unlock();
        }
    }

    private void lead(Round mine, Disk disk) {
        busy = true;
        next = new Round();
        lock.unlock();
        int result = -Errno.EIO;
        try {
            result = disk.force();
        } finally {
            lock.lock();
            mine.result = result;
            mine.ended = true;
            busy = false;
            turn.signalAll();
        }
    }
}
