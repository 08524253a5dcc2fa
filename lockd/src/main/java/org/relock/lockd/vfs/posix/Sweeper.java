package org.relock.lockd.vfs.posix;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread that closes what is idle, for all directories of the process. It sleeps for as long as
 * nothing is open.
 */
final class Sweeper {

    /** How long a round takes, in seconds. */
    private static final long ROUND_SECONDS = 1;

    private static final Sweeper THE_ONE = new Sweeper();

    private final Set<Tree> all = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private volatile boolean asleep;
    private boolean started;

    private Sweeper() {}

    static Sweeper theOne() {
        return THE_ONE;
    }

    void add(Tree directory) {
        lock.lock();
        try {
            all.add(directory);
            if (!started) {
                started = true;
                Thread thread = new Thread(this::run, "file-sweeper");
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(Tree directory) {
        all.remove(directory);
    }

    /** Tells that something was opened. */
    void wake() {
        if (asleep) {
            lock.lock();
            try {
                wanted.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void run() {
        while (true) {
            await();
            Scratch scratch = Scratch.mine();
            for (Tree directory : all) {
                directory.sweep(scratch);
            }
        }
    }

    private void await() {
        lock.lock();
        try {
            asleep = true;
            while (nothingIsOpen()) {
                wanted.awaitUninterruptibly();
            }
            asleep = false;
            long left = TimeUnit.SECONDS.toNanos(ROUND_SECONDS);
            while (left > 0) {
                left = wanted.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; should somebody, the round comes early.
            asleep = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean nothingIsOpen() {
        for (Tree directory : all) {
            if (!directory.files.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
