package org.relock.lockd.nlm;

import java.time.Duration;
import java.util.List;

/** The numbers that calls to clients live by, in one place. */
final class PostmanLimits {

    /** From the first sending of a grant to each further one; beyond, every {@link #LAST_PAUSE}. */
    static final List<Duration> SENDINGS =
            List.of(
                    Duration.ofSeconds(0),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(7),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30));

    /** Between two sendings of a grant that has been sent many times. */
    static final Duration LAST_PAUSE = Duration.ofSeconds(60);

    /** Sendings over one transport before the other has its turn. */
    static final int SENDINGS_A_TRANSPORT = 2;

    /** How often an offer that is overdue, but in nobody's way, is looked at again. */
    static final Duration OVERDUE_PAUSE = Duration.ofSeconds(5);

    /** After this long an offer is sent even if nobody said that the client was told to wait. */
    static final Duration ANNOUNCED_BY_THEN = Duration.ofSeconds(5);

    /** How long an offer lies if whoever caused it does not have it sent. */
    static final Duration SENT_BY_THEN = Duration.ofMillis(5);

    /** Grants sent by a thread that has something else to do; the rest is for the timer. */
    static final int SENT_AT_ONCE = 16;

    /** How long a message may wait for a connection. */
    static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);

    /** How long the reply to a GRANTED is waited for. */
    static final Duration REPLY_PATIENCE = Duration.ofSeconds(5);

    /** The length of a cookie, in bytes. */
    static final int COOKIE_BYTES = 16;

    /** Ports of clients that are remembered; the one longest unused is forgotten first. */
    static final int PORTS = 16_384;

    /** How long a port is believed without being asked for again. */
    static final Duration PORT_FRESH = Duration.ofSeconds(60);

    /** How long an answer of rpcbind serves all who ask. */
    static final Duration PORT_JUST_ASKED = Duration.ofSeconds(1);

    /** When a question to rpcbind is sent again. */
    static final List<Duration> PORT_AGAIN = List.of(Duration.ofMillis(500), Duration.ofSeconds(1));

    /** How long rpcbind may take after the last sending. */
    static final Duration PORT_PATIENCE = Duration.ofSeconds(1);

    /** Questions to clients' rpcbinds under way at once; more go unanswered. */
    static final int PORT_QUESTIONS = 4_096;

    /** Those over TCP among them: each takes a connection for as long as a dead host is silent. */
    static final int PORT_QUESTIONS_BY_TCP = 32;

    /** Wishes, counted back from the newest that was announced, for which that is remembered. */
    static final int ANNOUNCED_WINDOW = 1 << 16;

    /** How often at most a sentence is logged that clients can cause. */
    static final Duration LOUD_SENTENCE_PAUSE = Duration.ofSeconds(10);

    private PostmanLimits() {}
}
