package org.relock.statd;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relock.state.names.NumericAddress;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.store.MonitorRecord;

/**
 * All monitors, in memory: exactly one for each {@link MonId}, found by name and by address in a
 * time that does not grow with their number. What is on disk is the store's; whoever changes one
 * changes the other, disk first.
 *
 * <p>Two names are two monitors, even if they turn out to be one host: what the watcher asked for
 * under one name it can take back under that name only. All methods are thread safe and none waits.
 */
final class MonitorList {

    private static final Comparator<Monitor> NEWEST_FIRST =
            (one, other) -> Long.compare(other.sequence(), one.sequence());

    private final int limit;
    private final Map<MonId, Monitor> byId = new HashMap<>();
    private final Map<String, Set<Monitor>> byName = new HashMap<>();
    private final Map<InetAddress, Set<Monitor>> byAddress = new HashMap<>();
    private long sequence;

    /** Makes an empty list that has room for {@code limit} monitors. */
    MonitorList(int limit) {
        this.limit = limit;
    }

    synchronized int size() {
        return byId.size();
    }

    /** Returns whether another monitor would be one too many. */
    synchronized boolean isFull() {
        return byId.size() >= limit;
    }

    /**
     * Adds a monitor, or replaces the record of the one with the same {@link MonId}, which keeps
     * its place, its host's state and, if the file name is still the same, its host's addresses.
     */
    synchronized Monitor put(MonitorRecord record) {
        Monitor before = byId.get(record.monId());
        Monitor after = new Monitor(record, before == null ? ++sequence : before.sequence());
        if (before != null) {
            after.sawState(before.lastState(), before.lastNotice());
            if (before.record().fileName().equals(record.fileName())) {
                after.resolvedTo(resolvedOf(before));
            }
            unindex(before);
        }
        byId.put(record.monId(), after);
        index(byName, NameRules.fold(record.monName()), after);
        index(byName, NameRules.fold(record.fileName()), after);
        for (InetAddress address : after.addresses()) {
            index(byAddress, address, after);
        }
        return after;
    }

    /** Finds the monitor of exactly this wish. */
    synchronized Optional<Monitor> find(MonId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Finds what the host of that name, as registered or as a file name, is watched for. */
    synchronized List<Monitor> named(String name) {
        return List.copyOf(byName.getOrDefault(NameRules.fold(name), Set.of()));
    }

    /** Finds what is watched of hosts known to have that address. */
    synchronized List<Monitor> at(InetAddress address) {
        List<Monitor> found = new ArrayList<>();
        for (Monitor monitor : byAddress.getOrDefault(address, Set.of())) {
            if (monitor.isAt(address)) {
                found.add(monitor);
            }
        }
        return found;
    }

    /** Returns whether {@code monitor}'s host is known to have that address. */
    synchronized boolean isAt(Monitor monitor, InetAddress address) {
        return monitor.isAt(address);
    }

    /** Returns every address that {@code monitor}'s host is known by. */
    synchronized List<InetAddress> addressesOf(Monitor monitor) {
        return monitor.addresses();
    }

    /** Finds all wishes of a watcher, newest first. */
    synchronized List<Monitor> of(MyId watcher) {
        List<Monitor> found = new ArrayList<>();
        for (Monitor monitor : byId.values()) {
            if (isSameWatcher(monitor.record().myId(), watcher)) {
                found.add(monitor);
            }
        }
        found.sort(NEWEST_FIRST);
        return found;
    }

    /** Removes a wish; returns whether it was there. */
    synchronized boolean remove(MonId id) {
        Monitor monitor = byId.remove(id);
        if (monitor == null) {
            return false;
        }
        unindex(monitor);
        return true;
    }

    /** Forgets all monitors, in memory only. */
    synchronized void clear() {
        byId.clear();
        byName.clear();
        byAddress.clear();
    }

    /** Learns what the name of a host means; ignored if the wish is no longer there. */
    synchronized void resolved(MonId id, List<InetAddress> addresses) {
        Monitor monitor = byId.get(id);
        if (monitor == null) {
            return;
        }
        for (InetAddress address : monitor.addresses()) {
            unindex(byAddress, address, monitor);
        }
        monitor.resolvedTo(addresses);
        for (InetAddress address : monitor.addresses()) {
            index(byAddress, address, monitor);
        }
    }

    /** Sets the last state without asking: what was known of the host before we started. */
    synchronized void recall(MonId id, int state) {
        Monitor monitor = byId.get(id);
        if (monitor != null) {
            monitor.sawState(state, 0);
        }
    }

    /**
     * Notes that the hosts of {@code monitors} announced {@code state}.
     *
     * @param notice which notice said so; later ones have greater numbers. A look-up may find only
     *     after the next notice came whom this one meant, and it is old news then
     * @return the records of those for whom that is news: still watched, and the last state they
     *     announced was another. No order of states is assumed: HA software announces even ones,
     *     random ones and ones that go back
     */
    synchronized List<MonitorRecord> announced(
            Collection<Monitor> monitors, int state, long notice) {
        List<MonitorRecord> news = new ArrayList<>();
        for (Monitor monitor : monitors) {
            Monitor current = byId.get(monitor.record().monId());
            if (current == null || current.lastNotice() > notice) {
                continue;
            }
            if (current.lastState() != state) {
                news.add(current.record());
            }
            current.sawState(state, notice);
        }
        return news;
    }

    /** Returns all wishes, oldest first. */
    synchronized List<MonitorRecord> records() {
        List<Monitor> all = new ArrayList<>(byId.values());
        all.sort(NEWEST_FIRST.reversed());
        List<MonitorRecord> records = new ArrayList<>(all.size());
        for (Monitor monitor : all) {
            records.add(monitor.record());
        }
        return records;
    }

    /**
     * Returns whether both are one watcher: same procedure of the same program, and the same name
     * for this host, or one name the short form of the other. It compares names of this host as its
     * own lock managers spell them, so the short form cannot be a stranger.
     */
    static boolean isSameWatcher(MyId one, MyId other) {
        return one.program() == other.program()
                && one.version() == other.version()
                && one.procedure() == other.procedure()
                && isSameMyName(NameRules.fold(one.myName()), NameRules.fold(other.myName()));
    }

    private static boolean isSameMyName(String one, String other) {
        return one.equals(other) || isShortOf(one, other) || isShortOf(other, one);
    }

    private static boolean isShortOf(String shortName, String fullName) {
        return !shortName.isEmpty()
                && NumericAddress.parse(fullName).isEmpty()
                && fullName.length() > shortName.length()
                && fullName.startsWith(shortName)
                && fullName.charAt(shortName.length()) == '.';
    }

    private static List<InetAddress> resolvedOf(Monitor monitor) {
        List<InetAddress> resolved = new ArrayList<>(monitor.addresses());
        monitor.numeric().ifPresent(resolved::remove);
        return resolved;
    }

    private void unindex(Monitor monitor) {
        unindex(byName, NameRules.fold(monitor.record().monName()), monitor);
        unindex(byName, NameRules.fold(monitor.record().fileName()), monitor);
        for (InetAddress address : monitor.addresses()) {
            unindex(byAddress, address, monitor);
        }
    }

    private static <K> void index(Map<K, Set<Monitor>> index, K key, Monitor monitor) {
        Set<Monitor> here = index.get(key);
        if (here == null) {
            // Nearly every name and address belongs to one monitor; Set.of is the smallest set.
            index.put(key, Set.of(monitor));
        } else if (!here.contains(monitor)) {
            Set<Monitor> more =
                    here instanceof LinkedHashSet<Monitor> ? here : new LinkedHashSet<>(here);
            more.add(monitor);
            index.put(key, more);
        }
    }

    private static <K> void unindex(Map<K, Set<Monitor>> index, K key, Monitor monitor) {
        Set<Monitor> here = index.get(key);
        if (here == null || !here.contains(monitor)) {
            return;
        }
        if (here.size() == 1) {
            index.remove(key);
        } else {
            here.remove(monitor);
        }
    }
}
