package org.relock.state.names;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.time.Ticker;

/**
 * The groups of users as this machine's C library finds them, in its files or in a directory
 * service far away: asked on threads of their own, kept for a while, never waited for beyond the
 * deadline.
 */
public final class SystemGroups implements AutoCloseable {

    /**
     * For users whose numbers come from strangers. The groups of a user change seldom, and asking a
     * directory service may take long.
     */
    public static final NameLimits LIMITS =
            new NameLimits(
                    Duration.ofSeconds(5),
                    4,
                    16,
                    1024,
                    Duration.ofSeconds(10),
                    4096,
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(5));

    private final Users users;
    private final Lookups<Membership> lookups;

    /** Finds the groups of a user; may wait. */
    interface Users {
        /** Empty if that could not be found out. */
        Optional<Membership> groups(int uid);
    }

    /** Asks the C library. */
    public SystemGroups() {
        this(new LibcUsers(), LIMITS, Ticker.SYSTEM, Alarm.SYSTEM);
    }

    SystemGroups(Users users, NameLimits limits, Ticker ticker, Alarm alarm) {
        this.users = users;
        lookups = new Lookups<>("groups", limits, ticker, alarm);
    }

    /** Returns the groups of a user if they were asked for not long ago; never waits. */
    public Optional<Membership> known(int uid) {
        return lookups.known(Integer.toUnsignedString(uid));
    }

    /** Finds the groups of a user; empty if that could not be found out within the deadline. */
    public CompletableFuture<Optional<Membership>> of(int uid) {
        return lookups.ask(Integer.toUnsignedString(uid), () -> users.groups(uid));
    }

    /** Forgets what was found, so that a change is seen at once. */
    public void forget() {
        lookups.forget();
    }

    @Override
    public void close() {
        lookups.close();
    }
}
