package org.relock.lockd.hosts;

import java.util.concurrent.atomic.LongAdder;

/** What became of monitoring since we started, for whoever watches over us. */
public final class MonitorCounts {

    final LongAdder watched = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder unwatched = new LongAdder();
    final LongAdder notices = new LongAdder();
    final LongAdder strangeNotices = new LongAdder();

    MonitorCounts() {}

    /** Returns how often the status monitor took a client. */
    public long watched() {
        return watched.sum();
    }

    /** Returns how often it refused one. */
    public long refused() {
        return refused.sum();
    }

    /** Returns how often a client had to be answered without an answer of the status monitor. */
    public long unanswered() {
        return unanswered.sum();
    }

    /** Returns how often a client was given up after a while without locks. */
    public long unwatched() {
        return unwatched.sum();
    }

    /** Returns how many notices of reboots came. */
    public long notices() {
        return notices.sum();
    }

    /** Returns how many of them were about nobody we know. */
    public long strangeNotices() {
        return strangeNotices.sum();
    }
}
