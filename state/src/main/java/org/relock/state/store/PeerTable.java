package org.relock.state.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.relock.state.nsm.MonId;

/** What the lines of a peer memory add up to. Bounded, without I/O, not thread safe. */
final class PeerTable {

    /** Peers beyond this many are forgotten, those not heard of for longest first. */
    static final int MAX_PEERS = 65_536;

    /** More owed callbacks than this are not remembered. */
    static final int MAX_OWED = 262_144;

    private record Key(String fileName, MonId monId) {
        static Key of(OwedCallback callback) {
            return new Key(callback.record().fileName(), callback.record().monId());
        }

        // Written out, because what a record has by itself is made at run time, which costs a
        // daemon's start 20 ms for the first one.
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && fileName.equals(that.fileName)
                    && monId.equals(that.monId);
        }

        @Override
        public int hashCode() {
            return 31 * fileName.hashCode() + monId.hashCode();
        }
    }

    private final Map<String, Integer> seen = new LinkedHashMap<>();
    private final Map<Key, OwedCallback> owed = new LinkedHashMap<>();

    /** Does what a line says; false if it changed nothing. */
    boolean apply(PeerLine line) {
        if (line instanceof PeerLine.Seen one) {
            Integer before = seen.remove(one.peer());
            if (before == null && seen.size() >= MAX_PEERS) {
                seen.remove(seen.keySet().iterator().next());
            }
            seen.put(one.peer(), one.state());
            return before == null || before != one.state();
        }
        if (line instanceof PeerLine.Owed one) {
            Key key = Key.of(one.callback());
            OwedCallback before = owed.remove(key);
            if (before == null && owed.size() >= MAX_OWED) {
                return false;
            }
            owed.put(key, one.callback());
            // Asked first, because a record's equals is made at run time, with the first use.
            return before == null || !one.callback().equals(before);
        }
        if (line instanceof PeerLine.Paid one) {
            Key key = Key.of(one.callback());
            OwedCallback before = owed.get(key);
            return before != null
                    && before.state() == one.callback().state()
                    && owed.remove(key) != null;
        }
        throw new IllegalStateException("a line of no known kind");
    }

    OptionalInt lastSeen(String peer) {
        Integer state = seen.get(peer);
        return state == null ? OptionalInt.empty() : OptionalInt.of(state);
    }

    List<OwedCallback> owed() {
        return new ArrayList<>(owed.values());
    }

    /** Returns whether exactly this callback is owed. */
    boolean owes(OwedCallback callback) {
        return callback.equals(owed.get(Key.of(callback)));
    }

    /** Returns how many lines {@link #lines} has. */
    int size() {
        return seen.size() + owed.size();
    }

    /** Returns lines that add up to this table. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, Integer> peer : seen.entrySet()) {
            lines.append(new PeerLine.Seen(peer.getKey(), peer.getValue()).format());
        }
        for (OwedCallback callback : owed.values()) {
            lines.append(new PeerLine.Owed(callback).format());
        }
        return lines.toString();
    }
}
