package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What people want to see of a table. */
final class Views {

    private Views() {}

    static List<LockOwner> blockersOf(LockTable table, long id) {
        Waiting wish = table.wishes.find(id);
        if (wish == null || !wish.is(Wish.State.WAITING)) {
            return List.of();
        }
        List<Span<?>> blockers = new ArrayList<>();
        table.obstacles.visitHolders(wish, blockers::add);
        table.obstacles.visitQueue(wish, blockers::add);
        Set<LockOwner> owners = new LinkedHashSet<>();
        blockers.forEach(span -> owners.add(span.owner().name));
        return List.copyOf(owners);
    }
}
