package org.relock.state.os;

/**
 * The running process as a daemon.
 *
 * <p>The launcher forks before the Java machine starts. The parent, whose exit status the caller of
 * the daemon waits for, stays until the child says {@link #ready()} (status 0) or ends (the child's
 * own status). The child is told by the property {@code relock.ready.fd} where to say so; a process
 * without that property runs in the foreground, and every method here then does nothing.
 *
 * <p>Until {@code ready} the child keeps standard error, so that a failed start can be explained.
 */
public final class Daemon {

    private static final int READ_WRITE = 2;
    private static final int STANDARD_STREAMS = 3;

    private static int readyFd = Integer.getInteger("relock.ready.fd", -1);

    private Daemon() {}

    /** Returns whether a parent still waits for {@link #ready()}. */
    public static synchronized boolean isAwaited() {
        return readyFd >= 0;
    }

    /**
     * Turns standard input, output and error to {@code /dev/null} and lets the parent exit with
     * status 0. Called once, when requests are answered; further calls do nothing.
     *
     * @throws SystemCallException when the parent cannot be told; it is gone then
     */
    public static synchronized void ready() throws SystemCallException {
        if (readyFd < 0) {
            return;
        }
        int fd = readyFd;
        readyFd = -1;
        int nothing = Libc.open(Libc.cString("/dev/null"), READ_WRITE, 0);
        SystemCallException.check("open /dev/null", nothing);
        for (int stream = 0; stream < STANDARD_STREAMS; stream++) {
            SystemCallException.check("dup2", Libc.dup2(nothing, stream));
        }
        if (nothing >= STANDARD_STREAMS) {
            Libc.close(nothing);
        }
        long written = Libc.write(fd, new byte[1], 1);
        int errno = Libc.errno();
        Libc.close(fd);
        if (written != 1) {
            throw new SystemCallException("write to the waiting parent", errno);
        }
    }

    /**
     * Ends the process, shutdown hooks included; a waiting parent exits with the same status.
     *
     * @param status the exit status, 1 to 255
     */
    public static void failed(int status) {
        System.exit(status);
    }
}
