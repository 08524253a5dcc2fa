package org.relock.lockd;

import java.time.Duration;

/** The numbers lockd lives by, in one place; those of its rooms stand in the rooms. */
final class LockdLimits {

    /** How long clients may reclaim after a reboot of ours, unless configured otherwise. */
    static final Duration GRACE = Duration.ofSeconds(90);

    /** The longest grace that may be asked for. */
    static final Duration LONGEST_GRACE = Duration.ofHours(1);

    /** How long an offer that nobody answers keeps others waiting, unless configured otherwise. */
    static final Duration GRANT_ACK_TIMEOUT = Duration.ofSeconds(90);

    /** How long a client without locks is still watched, unless configured otherwise. */
    static final Duration IDLE_UNMONITOR = Duration.ofMinutes(5);

    /** The most that any option in seconds may say. */
    static final int MOST_SECONDS = 86_400;

    /** Threads that wait for the disk or a look-up. Each is made when needed, ends when idle. */
    static final int WORKERS = 16;

    /** Tasks that may wait for a worker; more are refused. */
    static final int TASKS_WAITING = 8_192;

    /** How long a worker without work stays. */
    static final Duration WORKER_IDLE = Duration.ofSeconds(10);

    /** How long a callout may take, unless configured otherwise: as statd's. */
    static final Duration CALLOUT_LIMIT = Duration.ofSeconds(5);

    /** Longer than any machine runs. */
    static final Duration FOREVER = Duration.ofDays(36_500);

    /** Callouts that run at once; more wait their turn. */
    static final int CALLOUTS_AT_ONCE = 32;

    /** Callouts that may wait their turn; more are left out, with a warning. */
    static final int CALLOUTS_WAITING = 1_024;

    /** The port of NFS, unless configured otherwise (RFC 1813, 3.1). */
    static final int NFS_PORT = 2_049;

    /** How long a file of logged accesses gets, in MiB, unless configured otherwise. */
    static final int ACCESS_LOG_MEBIBYTES = 10;

    /** How many files of logged accesses there are, unless configured otherwise. */
    static final int ACCESS_LOG_FILES = 5;

    /** The longest file of logged accesses that may be asked for, in MiB. */
    static final int MOST_LOG_MEBIBYTES = 100_000;

    /** The most files of logged accesses that may be asked for. */
    static final int MOST_LOG_FILES = 1_000;

    /** After an unexport, when locks that slipped in meanwhile are released. */
    static final Duration UNEXPORT_AGAIN = Duration.ofSeconds(1);

    /** How often at most a sentence that strangers can cause is logged. */
    static final Duration LOUD_SENTENCE_PAUSE = Duration.ofSeconds(1);

    /** When an unanswered ping of a client is sent again. */
    static final Duration PING_AGAIN = Duration.ofMillis(500);

    /** How long a ping of a client waits after its last sending. */
    static final Duration PING_PATIENCE = Duration.ofSeconds(1);

    /** How often it is looked whether a grace is over. */
    static final Duration GRACE_LOOK = Duration.ofSeconds(1);

    private LockdLimits() {}
}
