package org.relock.state.rpcbind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who serves what on this host: the table of an embedded portmapper. It does no I/O. */
final class PortmapTable {

    /** The most entries; a host with every RPC service there is has about 50. */
    static final int MAX_ENTRIES = 512;

    /** Owner of what root, or a process on a privileged port, has set. */
    static final String SUPERUSER = "superuser";

    /** Owner of all else: who called over loopback cannot be known. */
    static final String UNKNOWN = "unknown";

    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private final List<RpcbEntry> entries = new ArrayList<>();

    /**
     * Sets an entry, which says by its owner who asks.
     *
     * @return whether it is in the table now
     */
    synchronized boolean set(RpcbEntry entry) {
        int port = UniversalAddress.parse(entry.address()).map(a -> a.getPort()).orElse(0);
        if (port == 0 || !Portmapper.isNetid(entry.netid())) {
            return false;
        }
        if (port < FIRST_UNPRIVILEGED_PORT && !entry.owner().equals(SUPERUSER)) {
            return false; // such a port is not the caller's
        }
        for (RpcbEntry there : entries) {
            if (samePlace(there, entry)) {
                return there.address().equals(entry.address());
            }
        }
        return entries.size() < MAX_ENTRIES && entries.add(entry);
    }

    /**
     * Removes the entries of a program.
     *
     * @param netids those meant; empty for all
     * @param owner who asks
     * @return false if one of them is not the caller's, which then stays
     */
    synchronized boolean unset(int program, int version, List<String> netids, String owner) {
        boolean allowed = true;
        for (int i = entries.size() - 1; i >= 0; i--) {
            RpcbEntry entry = entries.get(i);
            if (entry.program() != program
                    || entry.version() != version
                    || !(netids.isEmpty() || netids.contains(entry.netid()))) {
                continue;
            }
            if (program != Rpcb.PROGRAM
                    && (owner.equals(SUPERUSER) || entry.owner().equals(owner))) {
                entries.remove(i);
            } else {
                allowed = false;
            }
        }
        return allowed;
    }

    /**
     * Finds where a program is served.
     *
     * @param anyVersion whether another version will do, from which the caller then hears which
     *     versions there are (RFC 1833, section 2.2.1)
     */
    synchronized Optional<RpcbEntry> find(
            int program, int version, String netid, boolean anyVersion) {
        Optional<RpcbEntry> other = Optional.empty();
        for (RpcbEntry entry : entries) {
            if (entry.program() == program && entry.netid().equals(netid)) {
                if (entry.version() == version) {
                    return Optional.of(entry);
                }
                other = Optional.of(entry);
            }
        }
        return anyVersion ? other : Optional.empty();
    }

    /** Returns all entries as they are now. */
    synchronized List<RpcbEntry> all() {
        return List.copyOf(entries);
    }

    private static boolean samePlace(RpcbEntry one, RpcbEntry other) {
        return one.program() == other.program()
                && one.version() == other.version()
                && one.netid().equals(other.netid());
    }
}
