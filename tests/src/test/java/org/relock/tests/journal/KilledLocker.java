package org.relock.tests.journal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.journal.JournalOptions;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockService;

/**
 * Locks through a journal until it is killed: {@code KilledLocker DIRECTORY BOOT SEED THREADS}. For
 * each step it writes a byte before it begins, and one when it is done: the thread's number, and
 * that with {@link #DONE} added.
 */
public final class KilledLocker {

    static final int DONE = 100;

    /** Small, so that logs are changed and snapshots written all the time. */
    static final JournalOptions OPTIONS = JournalOptions.STANDARD.withSizes(1 << 18, 1);

    private KilledLocker() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        Journal.Opened opened =
                Journal.open(Path.of(arguments[0]), arguments[1], OPTIONS).orElseThrow();
        LockService locks =
                new LockService(
                        System::nanoTime,
                        LockLimits.STANDARD,
                        opened.journal(),
                        LockScript.NOBODY,
                        opened.recovered().table());
        opened.journal().begin(locks::copyTo);
        locks.begin();
        long seed = Long.parseLong(arguments[2]);
        for (int thread = 0; thread < Integer.parseInt(arguments[3]); thread++) {
            int number = thread;
            LockScript script = new LockScript(thread, seed);
            new Thread(() -> lock(out, number, script, locks)).start();
        }
    }

    private static void lock(
            FileOutputStream out, int number, LockScript script, LockService locks) {
        try {
            while (true) {
                out.write(number);
                script.step(locks);
                out.write(number + DONE);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
