package org.relock.lockd.locks;

import java.net.InetAddress;

/** Whom a grace period concerns. */
public sealed interface GraceScope {

    /** Everyone. */
    record Everyone() implements GraceScope {
        /** The one value there is. */
        public static final Everyone INSTANCE = new Everyone();
    }

    /**
     * Those who call this address of ours, which has just come from another host.
     *
     * @param server the service address
     */
    record Server(InetAddress server) implements GraceScope {}
}
