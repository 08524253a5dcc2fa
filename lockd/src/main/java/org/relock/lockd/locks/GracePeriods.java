package org.relock.lockd.locks;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.relock.state.time.Ticker;

/**
 * The grace periods that are on, one per scope. It is told the time. Guarded by the table's
 * monitor, but for {@link #isNone}.
 */
final class GracePeriods {

    private final List<GracePeriod> periods = new CopyOnWriteArrayList<>();
    private Runnable whenHostsIsOver = () -> {};

    /** Has somebody told when a grace period of the whole host is found to be over. */
    void whenHostsIsOver(Runnable told) {
        whenHostsIsOver = told;
    }

    /** Whether there is none. Any thread may ask. */
    boolean isNone() {
        return periods.isEmpty();
    }

    void begin(GracePeriod period) {
        periods.removeIf(other -> other.scope().equals(period.scope()));
        if (!period.isOver(period.began())) {
            periods.add(period);
        }
    }

    boolean end(GraceScope scope) {
        boolean ended = periods.removeIf(period -> period.scope().equals(scope));
        if (ended && scope instanceof GraceScope.Everyone) {
            whenHostsIsOver.run();
        }
        return ended;
    }

    /** Returns the period that concerns whoever calls this address of ours. */
    Optional<GracePeriod> concerning(InetAddress server, Ticker ticker) {
        if (periods.isEmpty()) {
            return Optional.empty(); // Mostly there is none, and nobody asks for the time.
        }
        endWhatIsOver(ticker.nanos());
        for (GracePeriod period : periods) {
            if (period.concerns(server)) {
                return Optional.of(period);
            }
        }
        return Optional.empty();
    }

    /** Says that a client gave up bytes, or its share if {@code range} is absent. */
    void gaveUp(FileKey file, LockOwner owner, Optional<ByteRange> range) {
        for (GracePeriod period : periods) {
            period.settle(file, owner, range);
        }
    }

    void done(ClientId client) {
        for (GracePeriod period : periods) {
            period.done(client);
        }
    }

    /** A client rebooted and will reclaim nothing that it took before. */
    void rebooted(ClientId client, int state) {
        for (GracePeriod period : periods) {
            period.rebooted(client, state);
        }
    }

    List<GraceStatus> status(long now) {
        endWhatIsOver(now);
        List<GraceStatus> all = new ArrayList<>();
        for (GracePeriod period : periods) {
            all.add(
                    new GraceStatus(
                            period.scope(), Duration.ofNanos(period.left(now)), period.awaited()));
        }
        return all;
    }

    private void endWhatIsOver(long now) {
        boolean hosts = false;
        for (GracePeriod period : periods) {
            hosts |= period.scope() instanceof GraceScope.Everyone && period.isOver(now);
        }
        periods.removeIf(period -> period.isOver(now));
        if (hosts) {
            whenHostsIsOver.run();
        }
    }
}
