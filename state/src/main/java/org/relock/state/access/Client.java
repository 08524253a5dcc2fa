package org.relock.state.access;

import java.net.InetAddress;
import java.util.Objects;

/**
 * What is known of a caller.
 *
 * @param address where it calls from
 * @param standing what is known of its name
 * @param name its host name, if {@code standing} is {@link Standing#KNOWN}; else empty
 */
record Client(InetAddress address, Standing standing, String name) {

    /** What is known of a caller's name. */
    enum Standing {
        /** Nobody has asked yet. */
        NOT_ASKED,
        /** The address has a name, and the name has the address. */
        KNOWN,
        /** The address has no name. */
        UNKNOWN,
        /** The address has a name that does not have the address. */
        PARANOID
    }

    Client {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(name, "name");
    }

    static Client of(InetAddress address) {
        return new Client(address, Standing.NOT_ASKED, "");
    }

    boolean isAsked() {
        return standing != Standing.NOT_ASKED;
    }

    boolean hasName() {
        return standing == Standing.KNOWN;
    }
}
