package org.relock.lockd.vfs;

/**
 * A thread for work on files and nothing else. Between two calls of a {@link FileSystem} it keeps
 * the rights of the last {@link Actor}, which spares system calls when the next is the same one;
 * any other thread gives them back at the end of each call. So what runs on it opens no files by
 * other ways and starts no threads.
 */
public final class FileThread extends Thread {

    /** Makes one, a daemon thread that has yet to be started. */
    public FileThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }
}
