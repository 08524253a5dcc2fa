package org.relock.statd;

import java.time.Duration;

/** The numbers statd lives by, in one place. */
final class StatdLimits {

    /** Monitors kept, each about 1 kB of memory; SM_MON fails beyond it. */
    static final int MONITORS = 50_000;

    /** Addresses remembered of one host, whatever a name server says. */
    static final int ADDRESSES_PER_HOST = 32;

    /** SM_MON, SM_UNMON and SM_UNMON_ALL calls that may be under way at once; more fail. */
    static final int CALLS_UNDER_WAY = 4_096;

    /** Threads that wait for the disk. Each is made when first needed and ends when idle. */
    static final int WORKERS = 16;

    /** Tasks that may wait for a worker; more fail. */
    static final int TASKS_WAITING = 8_192;

    /**
     * How long SM_MON of a host that is named by its address waits for the name of that address.
     * The record is as good without: it is found by the address, and stored under it.
     */
    static final Duration REVERSE_NAME_PATIENCE = Duration.ofMillis(500);

    /** How long a worker without work stays. */
    static final Duration WORKER_IDLE = Duration.ofSeconds(10);

    /** Look-ups that callers from elsewhere may cause at once, of what the resolver can do. */
    static final int FOREIGN_LOOKUPS_AT_ONCE = 2;

    /** Look-ups of callers from elsewhere that may wait for one of those; more find nothing. */
    static final int FOREIGN_LOOKUPS_WAITING = 256;

    /** Look-ups that one source may cause in a burst. */
    static final int LOOKUPS_PER_SOURCE = 32;

    /** The pause after which a source may cause one more. */
    static final Duration LOOKUP_REFILL = Duration.ofMillis(100);

    /** Sources whose look-ups are counted at once; the one longest silent is forgotten first. */
    static final int SOURCES_COUNTED = 4_096;

    /** Names of the hosts read at start that are looked up at once, in the background. */
    static final int LEARNING_AT_ONCE = 2;

    /**
     * How long a callout may take, unless configured otherwise: lock managers give up on SM_MON
     * after ten seconds and more, and CTDB kills its own callout's callers after as long, so half
     * of that leaves room for the rest.
     */
    static final Duration CALLOUT_LIMIT = Duration.ofSeconds(5);

    /** Callouts that run at once; more wait their turn. */
    static final int CALLOUTS_AT_ONCE = 32;

    /** Callouts that may wait their turn; more are left out, with a warning. */
    static final int CALLOUTS_WAITING = 1_024;

    /** Callbacks under way at once to one lock manager. */
    static final int CALLBACKS_AT_ONCE = 8;

    /** When an unanswered callback or port query is sent again within one attempt. */
    static final Duration CALLBACK_RESEND = Duration.ofSeconds(1);

    /** How long an attempt waits after its last sending. */
    static final Duration CALLBACK_PATIENCE = Duration.ofSeconds(2);

    /** The pause after the first failed attempt; it doubles with each further one. */
    static final Duration CALLBACK_FIRST_PAUSE = Duration.ofSeconds(1);

    /** The longest pause between attempts. */
    static final Duration CALLBACK_LONGEST_PAUSE = Duration.ofSeconds(60);

    /** When a callback that nobody takes is given up, unless configured otherwise. */
    static final Duration CALLBACK_GIVE_UP = Duration.ofHours(24);

    /**
     * How long the notice of an even state (the peer is going down) waits for the odd one that old
     * CTDB sends right after it, so that the locks are recovered once and not twice.
     */
    static final Duration EVEN_STATE_SETTLES = Duration.ofMillis(200);

    /** How long our start waits for an sm-notify that does not go into the background. */
    static final Duration SM_NOTIFY_PATIENCE = Duration.ofSeconds(5);

    /** How often at most a sentence that strangers can cause is logged. */
    static final Duration LOUD_SENTENCE_PAUSE = Duration.ofSeconds(1);

    private StatdLimits() {}
}
