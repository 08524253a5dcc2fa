package org.relock.state.names;

import java.util.List;

/**
 * Which groups a user has on this machine.
 *
 * @param exists whether this machine knows the user; else there are no groups
 * @param groups unsigned group numbers, the user's own first
 */
public record Membership(boolean exists, List<Integer> groups) {

    /** Of a user that this machine does not know. */
    static final Membership NONE = new Membership(false, List.of());

    /** Copies the list. */
    public Membership {
        groups = List.copyOf(groups);
    }
}
