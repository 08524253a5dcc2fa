package org.relock.state.notify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When to try again, and for how long at all. The delays are nfs-utils' own, so that peers and
 * administrators see the pattern they know: tries at 0, 2, 6, 14 and 30 s; then a peer whose statd
 * is silent starts over with a look-up of its port, and a peer whose rpcbind is silent goes on at
 * 62 and 126 s and every 120 s from there.
 *
 * @param giveUpAfter how long to try, counted from the start; empty for ever
 */
public record NotifyTiming(Optional<Duration> giveUpAfter) {

    /** What nfs-utils does unless told otherwise: fifteen minutes. */
    public static final NotifyTiming STANDARD =
            new NotifyTiming(Optional.of(Duration.ofMinutes(15)));

    /** Never gives up. */
    public static final NotifyTiming FOR_EVER = new NotifyTiming(Optional.empty());

    /** How long a try waits for the next one, by the number of tries before it. */
    private static final List<Duration> DELAYS =
            List.of(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(16),
                    Duration.ofSeconds(32),
                    Duration.ofSeconds(64));

    /** The delay once {@link #DELAYS} are used up. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(2);

    /** How long a peer is left alone whose rpcbind says that it has no statd. */
    static final Duration NOT_REGISTERED_DELAY = Duration.ofMinutes(2);

    /** Tries in a round; the next one looks the port up again. */
    static final int ROUND_TRIES = 4;

    /**
     * The try (counted from 0) that goes over TCP as well, UDP having been silent; so do those past
     * a round.
     */
    static final int TCP_TRY = 2;

    /** How long after such a try TCP is used, if UDP is still silent then. */
    static final Duration TCP_LAG = Duration.ofSeconds(1);

    /** How long a UDP reply may take and still count: as long as a round. */
    static final Duration UDP_PATIENCE = Duration.ofSeconds(30);

    /** How long a TCP call may take, the connecting included. */
    static final Duration TCP_PATIENCE = Duration.ofSeconds(5);

    /** TCP calls under way at once; each holds a file descriptor and perhaps a reserved port. */
    static final int TCP_LIMIT = 64;

    /** Name look-ups under way at once; the rest wait here, not in the resolver. */
    static final int LOOK_UP_LIMIT = 32;

    /** The same while peers whose address is known still wait for their turn. */
    static final int LOOK_UP_LIMIT_MEANWHILE = 2;

    /** Datagrams whose replies may arrive at once: few enough for any socket's buffer. */
    static final int SEND_WINDOW = 256;

    /** How long an unanswered datagram keeps its place in the window. */
    static final Duration SEND_HOLD = Duration.ofMillis(50);

    /** Checks that the time makes sense. */
    public NotifyTiming {
        if (giveUpAfter.isPresent() && giveUpAfter.get().isNegative()) {
            throw new IllegalArgumentException("gives up after " + giveUpAfter.get());
        }
    }

    /** Returns how long to wait after try number {@code step}, counted from 0, in nanoseconds. */
    static long delayNanos(int step) {
        return (step < DELAYS.size() ? DELAYS.get(step) : LONGEST_DELAY).toNanos();
    }
}
