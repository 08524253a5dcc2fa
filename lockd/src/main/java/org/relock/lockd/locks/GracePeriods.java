package org.relock.lockd.locks;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.time.Ticker;

/** The grace periods that are on, one per scope. It is told the time. */
final class GracePeriods {

    private final List<GracePeriod> periods = new ArrayList<>();

    void begin(GracePeriod period) {
        end(period.scope());
        if (!period.isOver(period.began())) {
            periods.add(period);
        }
    }

    boolean end(GraceScope scope) {
        return periods.removeIf(period -> period.scope().equals(scope));
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
        periods.removeIf(period -> period.isOver(now));
    }
}
