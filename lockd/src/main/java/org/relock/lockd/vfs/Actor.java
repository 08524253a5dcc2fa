package org.relock.lockd.vfs;

import java.util.List;

/**
 * With whose rights something is done, after squashing; the kernel itself applies them.
 *
 * @param uid unsigned
 * @param gid unsigned
 * @param groups further groups, unsigned
 */
public record Actor(int uid, int gid, List<Integer> groups) {

    /** Copies the list. */
    public Actor {
        groups = List.copyOf(groups);
    }
}
