package org.relock.lockd.locks;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All that one client took in one way: through one address of ours, in one state of its own,
 * monitored or not. What comes and goes together by reboot or by address is found together here.
 */
final class Origin {

    final Account account;
    final InetAddress server;
    private final int clientState;
    private final boolean monitored;

    /** The first of a chain of holds. */
    Hold holds;

    /** Made when there is one. */
    private Set<Waiting> wishes;

    private Set<HeldShare> shares;

    /** How many things refer to it; it is forgotten with the last. */
    int uses;

    Origin(Account account, Taken taken) {
        this.account = account;
        server = taken.server();
        clientState = taken.clientState();
        monitored = taken.monitored();
    }

    boolean matches(Taken taken) {
        return clientState == taken.clientState()
                && monitored == taken.monitored()
                && server.equals(taken.server());
    }

    Taken taken(long sinceMillis) {
        return new Taken(server, clientState, monitored, sinceMillis);
    }

    boolean isBefore(int state) {
        return Taken.isBefore(clientState, state);
    }

    void add(Hold hold) {
        hold.next = holds;
        if (holds != null) {
            holds.previous = hold;
        }
        holds = hold;
    }

    void remove(Hold hold) {
        if (hold.previous == null) {
            holds = hold.next;
        } else {
            hold.previous.next = hold.next;
        }
        if (hold.next != null) {
            hold.next.previous = hold.previous;
        }
        hold.previous = null;
        hold.next = null;
    }

    Set<Waiting> wishes() {
        if (wishes == null) {
            wishes = new LinkedHashSet<>();
        }
        return wishes;
    }

    Set<HeldShare> shares() {
        if (shares == null) {
            shares = new LinkedHashSet<>();
        }
        return shares;
    }
}
