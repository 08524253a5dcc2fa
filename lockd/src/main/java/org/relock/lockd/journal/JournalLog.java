package org.relock.lockd.journal;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal has to tell an administrator; of each kind of trouble one line a minute. */
final class JournalLog {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** Between two lines of one kind, in nanoseconds. */
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private static final AtomicLong FORCE = new AtomicLong(System.nanoTime());
    private static final AtomicLong ROOM = new AtomicLong(System.nanoTime());
    private static final AtomicLong COMPACT = new AtomicLong(System.nanoTime());

    private JournalLog() {}

    static void cannotForce(Throwable why) {
        if (now(FORCE)) {
            LOG.error("the disk refuses what has to survive a crash of this host", why);
        }
    }

    /** There is room for what is in the log now, and for no more. */
    static void noRoom(Throwable why) {
        if (now(ROOM)) {
            LOG.error("no room for the lock journal: {}", why.toString());
        }
    }

    static void cannotCompact(Throwable why) {
        if (now(COMPACT)) {
            LOG.error("the lock journal only grows, since it cannot be compacted", why);
        }
    }

    static void suspended() {
        LOG.error(
                "ALARM: locks are no longer recorded; if rpc.lockd ends now, it will have forgotten"
                        + " them");
    }

    static void resumed() {
        LOG.warn("locks are recorded again");
    }

    private static boolean now(AtomicLong next) {
        long now = System.nanoTime();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS);
    }
}
