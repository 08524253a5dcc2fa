package org.relock.tests.sim;

import java.time.Duration;

/**
 * How the network is at the moment.
 *
 * @param lossPercent datagrams that are lost
 * @param doublePercent datagrams that arrive twice
 * @param resetPercent messages of a stream at which it breaks
 * @param shortest how long a message takes at least
 * @param longest how long most messages take at most
 * @param straggler how long one in twenty takes at most
 */
record Weather(
        int lossPercent,
        int doublePercent,
        int resetPercent,
        Duration shortest,
        Duration longest,
        Duration straggler) {

    /** No datagram is older than this when it arrives, whatever the weather. */
    static final Duration OLDEST_DATAGRAM = Duration.ofSeconds(2);

    /** Nothing goes wrong, and nothing takes any time. */
    static final Weather STILL = new Weather(0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Nothing goes wrong. */
    static final Weather FAIR =
            new Weather(
                    0, 0, 0, Duration.ofNanos(50_000), Duration.ofMillis(2), Duration.ofMillis(5));

    static Weather any(SimRandom random) {
        return switch (random.below(4)) {
            case 0 -> FAIR;
            case 1 ->
                    new Weather(
                            5,
                            5,
                            1,
                            Duration.ofNanos(50_000),
                            Duration.ofMillis(20),
                            ofMillis(300));
            case 2 -> new Weather(20, 20, 2, Duration.ofMillis(1), ofMillis(200), OLDEST_DATAGRAM);
            default -> new Weather(40, 10, 5, Duration.ofMillis(1), ofMillis(50), OLDEST_DATAGRAM);
        };
    }

    private static Duration ofMillis(long millis) {
        return Duration.ofMillis(millis);
    }

    long delay(SimRandom random) {
        return random.chance(5)
                ? random.nanos(shortest, straggler)
                : random.nanos(shortest, longest);
    }
}
