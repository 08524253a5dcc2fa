package org.relock.lockd.control;

import java.time.Duration;

/** The numbers the control socket lives by. */
final class ControlLimits {

    /** The longest question, in bytes. */
    static final int QUESTION_BYTES = 65_536;

    /** Questions answered at once; who comes then is told to come back. */
    static final int AT_ONCE = 8;

    /** Connections that may wait to be accepted. */
    static final int BACKLOG = 16;

    /** How long a peer may neither write nor read before it is cut off. */
    static final Duration NO_PROGRESS = Duration.ofSeconds(30);

    /** How often that is looked at. */
    static final Duration LOOK = Duration.ofSeconds(5);

    /** How long a thread without work stays. */
    static final Duration IDLE_THREAD = Duration.ofSeconds(5);

    private ControlLimits() {}
}
