package org.relock.state.names;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Asks a name service and waits for its answer, which may take as long as it likes. */
interface Resolver {

    /** Returns what {@code name} stands for, or nothing if it cannot be resolved. */
    Optional<Forward> forward(String name);

    /** Returns the name of {@code address}, or nothing if it has none. */
    Optional<String> reverse(InetAddress address);

    /**
     * The answer to a forward look-up, checked.
     *
     * @param canonical the canonical name of the first address; empty if it was no host name
     * @param addresses in the resolver's order, without repetition
     */
    record Forward(Optional<String> canonical, List<InetAddress> addresses) {
        public Forward {
            addresses = List.copyOf(addresses);
        }
    }
}
