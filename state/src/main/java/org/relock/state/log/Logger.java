package org.relock.state.log;

import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that hands finished text to {@link Logs}. Libraries' loggers speak from WARN up. */
final class Logger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1;
    private static final String OURS = "org.relock.";

    private final boolean ours;

    Logger(String name) {
        this.name = name;
        this.ours = name.startsWith(OURS);
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return ours && Logs.isWanted(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return ours;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return Logger.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        Logs.write(level, MessageFormatter.basicArrayFormat(pattern, arguments), thrown);
    }
}
