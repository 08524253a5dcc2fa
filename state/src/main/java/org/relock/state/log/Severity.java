package org.relock.state.log;

import org.slf4j.event.Level;

/** The levels of syslog(3) that we use, with their numbers in RFC 3164, section 4.1.1. */
enum Severity {
    ERROR(3),
    WARNING(4),
    NOTICE(5),
    INFO(6);

    private static final int FACILITY_DAEMON = 3 << 3;

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    /** Returns the number in front of a message: facility daemon and this severity. */
    int priority() {
        return FACILITY_DAEMON | number;
    }

    /** What administrators ask about is a notice, as nfs-utils logs it; debug lines are info. */
    static Severity of(Level level) {
        return switch (level) {
            case ERROR -> ERROR;
            case WARN -> WARNING;
            case INFO -> NOTICE;
            case DEBUG, TRACE -> INFO;
        };
    }
}
