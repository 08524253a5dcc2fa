package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.relock.lockd.locks.ClientId;

/**
 * A client as an administrator sees it.
 *
 * @param id its number
 * @param addresses where it calls from, or may
 * @param callerName what it calls itself; hostile
 * @param monitoring whether the status monitor watches it
 * @param state its NSM state as it said itself; 0 if it never did
 * @param lastSeen how long ago it called
 */
public record HostView(
        ClientId id,
        List<InetAddress> addresses,
        String callerName,
        Monitoring monitoring,
        int state,
        Duration lastSeen) {

    /** How it stands with the status monitor. */
    public enum Monitoring {
        /** It is watched. */
        YES,
        /** It should be and is not: the status monitor is away or refuses. */
        NO,
        /** It is being asked for. */
        ASKING,
        /** There is no need: it has had no lock, or none that is monitored. */
        NOT_NEEDED
    }

    /** Copies the list. */
    public HostView {
        addresses = List.copyOf(addresses);
    }
}
