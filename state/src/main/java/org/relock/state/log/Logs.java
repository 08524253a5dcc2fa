package org.relock.state.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.slf4j.event.Level;

/**
 * Where this process's log lines go, and how many of them. Until told otherwise they go to standard
 * error.
 *
 * <p>INFO is logged as notice, WARN as warning, ERROR as err; DEBUG only after {@link #debug}, as
 * info. A line is bounded in length, and bytes that are not printable ASCII are written in octal,
 * so that a name from the wire can neither forge a line nor change a terminal.
 */
public final class Logs {

    private static volatile boolean debugging;

    private static Sink sink = standardError("relock");

    private Logs() {}

    /**
     * Sends lines to syslog(3) with facility daemon and our process number.
     *
     * @param ident the name in front, the last part of {@code argv[0]}
     */
    public static synchronized void toSyslog(String ident) {
        sink = new SyslogSink(ident);
    }

    /** Writes lines to standard error, each after {@code ident} and a colon. */
    public static synchronized void toStandardError(String ident) {
        sink = standardError(ident);
    }

    /** Writes lines to {@code stream}, as {@link #toStandardError} does. For tests. */
    static synchronized void toStream(String ident, OutputStream stream) {
        sink = new StreamSink(ident, stream);
    }

    /** Switches DEBUG lines on or off, at any time. */
    public static void debug(boolean wanted) {
        debugging = wanted;
    }

    /** Returns whether DEBUG lines are wanted. */
    public static boolean isDebugging() {
        return debugging;
    }

    static boolean isWanted(Level level) {
        return level.toInt() > Level.DEBUG.toInt() || (level == Level.DEBUG && debugging);
    }

    static synchronized void write(Level level, String message, Throwable thrown) {
        Severity severity = Severity.of(level);
        if (thrown == null) {
            sink.write(severity, LogLine.printable(message));
            return;
        }
        sink.write(severity, LogLine.printable(message + ": " + thrown));
        if (debugging) {
            for (StackTraceElement frame : thrown.getStackTrace()) {
                sink.write(severity, LogLine.printable("  at " + frame));
            }
        }
    }

    private static Sink standardError(String ident) {
        return new StreamSink(ident, new FileOutputStream(FileDescriptor.err));
    }
}
