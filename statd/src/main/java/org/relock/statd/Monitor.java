package org.relock.statd;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.names.Addresses;
import org.relock.state.names.NumericAddress;
import org.relock.state.store.MonitorRecord;

/**
 * One wish: tell <em>this</em> {@code my_id} when <em>that</em> {@code mon_name} reboots. Its
 * mutable part belongs to {@link MonitorList}, whose lock guards it.
 */
final class Monitor {

    private final MonitorRecord record;
    private final long sequence;
    private final Optional<InetAddress> numeric;
    private List<InetAddress> resolved = List.of();
    private int lastState;
    private long lastNotice;

    /** Makes one; {@code sequence} is larger for wishes that came later. */
    Monitor(MonitorRecord record, long sequence) {
        this.record = record;
        this.sequence = sequence;
        this.numeric =
                NumericAddress.parse(record.monName())
                        .or(() -> NumericAddress.parse(record.fileName()));
    }

    /** Returns what is on disk for it. */
    MonitorRecord record() {
        return record;
    }

    long sequence() {
        return sequence;
    }

    /** Returns the address that is the host's name, if it was named by one. */
    Optional<InetAddress> numeric() {
        return numeric;
    }

    /** Returns every address the host is known by: its numeric name, and what its name means. */
    List<InetAddress> addresses() {
        if (numeric.isEmpty()) {
            return resolved;
        }
        List<InetAddress> all = new ArrayList<>(resolved);
        all.add(numeric.get());
        return all;
    }

    void resolvedTo(List<InetAddress> addresses) {
        int kept = Math.min(addresses.size(), StatdLimits.ADDRESSES_PER_HOST);
        resolved = List.copyOf(addresses.subList(0, kept));
    }

    /** Returns the state number of the host's last notice; 0 before the first, as in nfs-utils. */
    int lastState() {
        return lastState;
    }

    /** Returns which notice that was; 0 before the first. */
    long lastNotice() {
        return lastNotice;
    }

    void sawState(int state, long notice) {
        lastState = state;
        lastNotice = notice;
    }

    boolean isAt(InetAddress address) {
        for (InetAddress known : resolved) {
            if (Addresses.same(known, address)) {
                return true;
            }
        }
        return isNamed(address);
    }

    boolean isNamed(InetAddress address) {
        return numeric.isPresent() && Addresses.same(numeric.get(), address);
    }
}
