package org.relock.lockd.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.Released;
import org.relock.state.names.Addresses;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a notice of the status monitor means: whose reboot it is, whether it is news, and that what
 * was held before is released (XNFS, SM_NOTIFY).
 */
final class Rebooted {

    private static final Logger LOG = LoggerFactory.getLogger(Rebooted.class);

    /** By how much a host's state grows from one boot to the next. */
    private static final int BOOT = 2;

    private final LockService locks;
    private final MonitorCounts counts;
    private final Seldom strangeSentence;

    Rebooted(LockService locks, Ticker ticker, MonitorCounts counts) {
        this.locks = locks;
        this.counts = counts;
        strangeSentence = new Seldom(ticker, HostLimits.ALARM_PAUSE);
    }

    /**
     * Returns those of the clients behind a notice whose reboot it is and who have not been told
     * of. An even state means that the host is going down: the odd one that follows releases what
     * it held. The state of the last notice, repeated, or an older one is no news. Guarded by the
     * register.
     */
    List<Host> choose(List<Host> behind, int state) {
        counts.notices.increment();
        if (behind.isEmpty()) {
            counts.strangeNotices.increment();
            if (strangeSentence.now()) {
                LOG.warn("a notice of a reboot, but of no client of ours; ignored");
            }
            return List.of();
        }
        if ((state & 1) == 0) {
            return List.of();
        }
        List<Host> concerned = new ArrayList<>();
        for (Host host : namesakes(behind, state)) {
            Optional<Integer> last = host.notified;
            if (last.isEmpty() || state - last.get() > 0) {
                host.notified = Optional.of(state);
                host.state = state;
                concerned.add(host);
            }
        }
        return concerned;
    }

    /**
     * Several clients at one address share what the monitor knows them by; the one whose own state
     * is the notice's already, or comes right before it, is the one that has rebooted (NLM check
     * 22).
     */
    private static List<Host> namesakes(List<Host> behind, int state) {
        if (behind.size() == 1) {
            return behind;
        }
        List<Host> exact = new ArrayList<>();
        List<Host> possible = new ArrayList<>();
        for (Host host : behind) {
            boolean saidSo = host.state == state || host.state + BOOT == state;
            if (host.state != 0 && saidSo) {
                exact.add(host);
            }
            if (host.state == 0 || state - host.state > 0) {
                possible.add(host);
            }
        }
        return exact.isEmpty() ? possible : exact;
    }

    /** Releases what a client held before its reboot. */
    void release(Host host, int state) {
        Released released = locks.releaseBefore(host.client().id(), state);
        LOG.info(
                "client {} ({}) has rebooted: {} locks, {} waiting requests and {} shares released",
                Addresses.text(host.client().address()),
                host.client().callerName(),
                released.locks(),
                released.wishes(),
                released.shares());
    }
}
