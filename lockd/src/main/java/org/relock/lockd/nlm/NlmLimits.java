package org.relock.lockd.nlm;

import java.time.Duration;

/** The numbers that the procedures live by. */
final class NlmLimits {

    /**
     * Requests that may wait at a time, for the status monitor or a disk, before more are answered
     * NLM4_DENIED_NOLOCKS. Each keeps its arguments: some 4 kB at the most.
     */
    static final int WAITING_REQUESTS = 10_000;

    /** Results of {@code _MSG} calls that are kept for their repetitions. */
    static final int KEPT_RESULTS = 4_096;

    /** How long they are kept. */
    static final Duration RESULT_LIFE = Duration.ofMinutes(2);

    /** Between two log lines that a stranger can cause, of one kind. */
    static final Duration LOG_PAUSE = Duration.ofSeconds(1);

    /** Characters of a name that a log line shows. */
    static final int NAME_IN_LOG = 128;

    private NlmLimits() {}
}
