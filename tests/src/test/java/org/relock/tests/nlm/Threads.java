package org.relock.tests.nlm;

import java.io.Closeable;
import java.io.IOException;

/** The driver's threads: none keeps it alive. */
final class Threads {

    private Threads() {}

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }
}
