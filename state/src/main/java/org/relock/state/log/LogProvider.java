package org.relock.state.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Makes {@link Logs} what SLF4J writes to. SLF4J finds it by name; nobody else needs it. */
public final class LogProvider implements SLF4JServiceProvider {

    private final LoggerFactory loggers = new LoggerFactory();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Everything is made with the fields.
    }

    /** Loggers of our own packages may speak at DEBUG, those of libraries from WARN up. */
    private static final class LoggerFactory implements ILoggerFactory {
        @Override
        public org.slf4j.Logger getLogger(String name) {
            return new Logger(name);
        }
    }
}
