package org.relock.lockd.control;

import java.net.InetAddress;
import java.util.List;
import org.relock.lockd.hosts.Client;

/**
 * A client, as an administrator sees it.
 *
 * @param client who
 * @param addresses all that it is known by
 * @param monName the name it is watched under; empty if it is not
 * @param monitoring how the status monitor stands to it, in a word
 */
public record ClientView(
        Client client, List<InetAddress> addresses, String monName, String monitoring) {

    /** Copies the list. */
    public ClientView {
        addresses = List.copyOf(addresses);
    }
}
